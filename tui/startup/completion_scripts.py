"""The scripts of the shells, with marks (``@VERBS@``) for what the commands take."""

from __future__ import annotations

from typing import Final

BASH: Final = """\
# Completion of quire for bash: source <(quire completions bash)
_quire() {
    local line=${COMP_LINE:0:COMP_POINT} current=${COMP_WORDS[COMP_CWORD]}
    local word=${line##*[[:space:]]} quoted= verb=- previous= kind=nothing choices= flags= one
    local -a words
    local -A lists=([saved]='saved list --names' [tag]='tag --names')
    # A query may be quoted, and its words are then parts of one.
    if [[ $current == [\\'\\"]* ]]; then
        quoted=${current:1}
        word=${quoted##* }
        quoted=${quoted%"$word"}
        line=${line%"$current"}
    else
        line=${line%"$word"}
    fi
    read -ra words <<<"$line"
    for one in "${words[@]:1}"; do
        if [[ $one != -* && " @VERBS@ " == *" $one "* ]]; then
            verb=$one
            break
        fi
    done
    (( ${#words[@]} > 1 )) && previous=${words[-1]}
    if [[ $word == --*=* ]]; then
        previous=${word%%=*}
        word=${word#*=}
    fi
    case "$verb $previous" in
@VALUES@
        *) previous= ;;
    esac
    if [[ -z $previous ]]; then
        case $verb in
@FLAGS@
        esac
        case $verb in
@ARGUMENTS@
        esac
        # Of what is done, then to what.
        [[ -n $choices && ${words[${#words[@]}-1]} == "$verb" ]] && kind=choice
        # A single - takes part of a query away.
        if [[ $word == --* || $word == -* && $kind != query ]]; then
            kind=choice choices=$flags
        elif [[ $verb == - ]]; then
            kind=choice choices='@VERBS@'
        fi
    fi
    COMPREPLY=()
    case $kind in
        choice) COMPREPLY=($(compgen -W "$choices" -- "$word")) ;;
        saved | tag)
            # What people call things is never to be taken for what a shell should do.
            while IFS= read -r one; do
                [[ $one == "$word"* ]] && COMPREPLY+=("$(printf %q "$one")")
            done < <("${COMP_WORDS[0]}" ${lists[$kind]} 2>/dev/null)
            ;;
        file) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
        folder) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
        query)
            local sign=
            if [[ $word == -* ]]; then sign=-; word=${word#-}; fi
            one='@FIELDS@'
            [[ $word == *:* ]] && one='@KNOWN@'
            COMPREPLY=($(compgen -P "$sign" -W "$one" -- "$word"))
            kind=${word%%:*}
            if [[ $word == *:* && -n ${lists[$kind]} ]]; then
                while IFS= read -r one; do
                    [[ $one == "${word#*:}"* ]] || continue
                    if [[ ! $one =~ ^[[:alnum:]_.-]+$ ]]; then
                        # Quotation marks in a quotation are the user's to write.
                        [[ $current == [\\'\\"]* ]] && continue
                        one=$(printf %q "\\"$one\\"")
                    fi
                    COMPREPLY+=("$sign$kind:$one")
                done < <("${COMP_WORDS[0]}" ${lists[$kind]} 2>/dev/null)
            fi
            [[ ${COMPREPLY[0]} == *: ]] && compopt -o nospace 2>/dev/null
            word=$sign$word
            if [[ $current == [\\'\\"]* ]]; then
                # With a second choice bash leaves the quotation open for the value.
                [[ ${#COMPREPLY[@]} == 1 && $COMPREPLY == *: ]] && COMPREPLY+=("$COMPREPLY*")
                COMPREPLY=("${COMPREPLY[@]/#/$quoted}")
            elif [[ $word == *:* && $COMP_WORDBREAKS == *:* ]]; then
                # bash sees a new word after a colon.
                COMPREPLY=("${COMPREPLY[@]#"${word%"${word##*:}"}"}")
            fi
            ;;
    esac
}
complete -F _quire quire
"""

FISH: Final = """\
# Completion of quire for fish: quire completions fish | source
function __quire_names
    set -l program (commandline -opc)[1]
    command $program $argv --names 2>/dev/null
end
function __quire_query
    # A query may be quoted, and its words are then parts of one; a - before one takes it away.
    set -l typed (commandline -ct | string replace -r -- '^--[^=]*=' '' | string collect)
    if string match -qr -- '^[\\'"]' $typed
        set typed (string sub -s 2 -- $typed | string collect)
    else
        set typed (string unescape -- $typed | string collect)
    end
    set -l before (string match -r -- '^(?:.* )?-?' $typed | string collect)
    set -l offered @FIELDS@
    if string match -qr -- ':[^ ]*$' $typed
        set offered @KNOWN@
        # What a query takes for more than a word stands in quotation marks there.
        set -l odd '^(.*[^\\w.-].*)$'
        if string match -qr -- '(^|[ -])tag:[^ ]*$' $typed
            set offered $offered tag:(__quire_names tag | string replace -r $odd '"$1"')
        else if string match -qr -- '(^|[ -])saved:[^ ]*$' $typed
            set offered $offered saved:(__quire_names saved list | string replace -r $odd '"$1"')
        end
    end
    for one in $offered
        printf '%s%s\\t\\n' $before $one
    end
end
"""

ZSH: Final = """\
#compdef quire
# Completion of quire for zsh: source <(quire completions zsh)
_quire() {
    local verb=- previous= kind=nothing one
    local -a choices flags verbs
    verbs=(@VERBS@)
    for one in ${words[2,CURRENT-1]}; do
        if (( ${verbs[(I)${one}:*]} )); then
            verb=$one
            break
        fi
    done
    if compset -P '--*='; then
        previous=${IPREFIX%=}
    elif (( CURRENT > 2 )); then
        previous=${words[CURRENT-1]}
    fi
    case "$verb $previous" in
@VALUES@
        *) previous= ;;
    esac
    if [[ -z $previous ]]; then
        case $verb in
@FLAGS@
        esac
        case $verb in
@ARGUMENTS@
        esac
        # Of what is done, then to what.
        [[ -n $choices && ${words[CURRENT-1]} == $verb ]] && kind=choice
        # A single - takes part of a query away.
        if [[ $PREFIX == --* || $PREFIX == -* && $kind != query ]]; then
            _describe -o option flags
            return
        elif [[ $verb == - ]]; then
            _describe command verbs
            return
        fi
    fi
    case $kind in
        choice) compadd -a choices ;;
        saved) choices=(${(f)"$($words[1] saved list --names 2>/dev/null)"}); compadd -a choices ;;
        tag) choices=(${(f)"$($words[1] tag --names 2>/dev/null)"}); compadd -a choices ;;
        file) _files ;;
        folder) _files -/ ;;
        query)
            # A query may be quoted, and its words are then parts of one.
            compset -P '* '
            compset -P -
            if [[ $PREFIX == *:* ]]; then
                compadd -- @KNOWN@
                case $PREFIX in
                    tag:*) choices=(${(f)"$($words[1] tag --names 2>/dev/null)"}) ;;
                    saved:*) choices=(${(f)"$($words[1] saved list --names 2>/dev/null)"}) ;;
                    *) choices=() ;;
                esac
                # What a query takes for more than a word stands in quotation marks there.
                for one in $choices; do
                    if [[ $one != *[^[:alnum:]_.-]* ]]; then
                        compadd -- ${PREFIX%%:*}:$one
                    elif [[ $one == ${PREFIX#*:}* ]]; then
                        compadd -U -- ${PREFIX%%:*}:\\"$one\\"
                    fi
                done
            else
                compadd -S '' -- @FIELDS@
            fi
            ;;
    esac
}
if [[ $funcstack[1] == _quire ]]; then
    _quire "$@"
else
    compdef _quire quire
fi
"""
