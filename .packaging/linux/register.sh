#!/bin/sh
# Tells this user's Linux desktop about Port Planner: its menu entry, its icon, and that *.portplan is a plan.
#
#     sh share/port-planner/register.sh             register the program that this file belongs to
#     sh share/port-planner/register.sh --remove    take it back, all of it
#
# For a program in a folder or a virtual environment; what pip installs into ~/.local or /usr/local is
# found by the desktop as it is.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)   # the share folder that came with the program
data=${XDG_DATA_HOME:-$HOME/.local/share}
files="applications/port-planner.desktop mime/packages/port-planner.xml icons/hicolor/scalable/apps/port-planner.svg"

refresh() {   # desktops without these programs look by themselves, at the next login at the latest
    if command -v update-mime-database >/dev/null && [ -d "$data/mime" ]; then update-mime-database "$data/mime"; fi
    if command -v update-desktop-database >/dev/null && [ -d "$data/applications" ]; then
        update-desktop-database "$data/applications"
    fi
}

case ${1:-} in
--remove)
    for file in $files; do rm -f "$data/$file"; done
    refresh
    ;;
'')
    program=$here/../port-planner
    [ -x "$program" ] || program=$here/../bin/port-planner
    [ -x "$program" ] || { echo "register.sh: no port-planner beside $here" >&2; exit 1; }
    program=$(CDPATH= cd -- "$(dirname -- "$program")" && pwd)/port-planner
    for file in $files; do
        mkdir -p "$data/$(dirname "$file")"
        cp "$here/$file" "$data/$file"
    done
    # A desktop entry escapes these four in a quoted path, then doubles every backslash, and % stands for itself
    # as %%. The last part is for sed, in whose replacement \, & and | mean something.
    quoted=$(printf '%s' "$program" | sed 's/[\\"`$]/\\&/g; s/\\/\\\\/g; s/%/%%/g; s/[\\&|]/\\&/g')
    sed "s|^Exec=port-planner|Exec=\"$quoted\"|; /^TryExec=/d" "$here/applications/port-planner.desktop" \
        >"$data/applications/port-planner.desktop"
    refresh
    ;;
*)
    echo "usage: sh register.sh [--remove]" >&2
    exit 2
    ;;
esac
