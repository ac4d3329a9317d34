"""Work off the screen's thread. Nothing here touches a widget."""
