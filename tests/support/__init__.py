"""What tests take to make, drive and judge: no tests but of these helpers themselves."""
