#!/bin/sh
# Check for what this project cannot bring itself: need.sh [--install] python java maven chromium libatomic
# With --install, or with CI=true, root on Debian gets what is missing; anyone else a sentence that says what to install.
set -u

install=${CI:-}
if [ "${1:-}" = --install ]; then install=true; shift; fi
python=${PYTHON:-python3}

has() {
    case $1 in
    python) "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ;;
    java) command -v java || test -x "${JAVA_HOME:-}/bin/java" ;;
    maven) command -v mvn ;;
    chromium)
        command -v "${CHROMIUM:-chromium}" || command -v chromium-browser || command -v google-chrome ||
            test -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ;;
    libatomic) ! command -v ldconfig || ldconfig -p | grep -q 'libatomic\.so\.1' ;;
    esac >/dev/null 2>&1
}

packages() {
    case $1 in
    python) echo python3 python3-venv ;;
    java) echo default-jre-headless ;;
    maven) echo maven ;;
    chromium) echo chromium ;;
    libatomic) echo libatomic1 ;;
    esac
}

sentence() {
    case $1 in
    python) echo "Python 3.11 or later with venv is needed: install it, or name it with make PYTHON=/path/to/python3." ;;
    java) echo "The tests of Neo4j need Java 17 or 21: install a JRE." ;;
    maven) echo "The tests of Neo4j fetch it through Maven: install Maven." ;;
    chromium) echo "The tests of the app need Chromium: install it, or set CHROMIUM to its path." ;;
    libatomic) echo "Playwright, which drives the browser in tests, needs the library libatomic: install it." ;;
    esac
    echo "    On Debian: apt-get install $(packages "$1")"
}

wanted=
for tool in "$@"; do has "$tool" || wanted="$wanted $(packages "$tool")"; done
if [ -n "$wanted" ] && [ "$install" = true ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing$wanted ..."
    # shellcheck disable=SC2086  # several packages, several words
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $wanted; } \
        </dev/null >/tmp/champions-apt.$$ 2>&1 || tail -n 5 /tmp/champions-apt.$$ >&2
    rm -f /tmp/champions-apt.$$
fi

missing=0
for tool in "$@"; do has "$tool" || { sentence "$tool" >&2; missing=1; }; done
exit $missing
