# Sourced by ./windlass and ./test: sets JAVA_HOME to a JDK 25 or newer, or says what to install.

# The major version of the JDK at $1, by its release file; empty when there is none.
jdk_major() {
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

find_jdk25() {
  local candidate major best='' best_major=999
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/local/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    [ -n "$candidate" ] && [ -x "$candidate/bin/javac" ] || continue
    major=$(jdk_major "$candidate")
    [ -n "$major" ] && [ "$major" -ge 25 ] || continue
    # the oldest that will do: what the build is tried with
    if [ "$major" -lt "$best_major" ]; then best=$candidate best_major=$major; fi
  done
  if [ -z "$best" ]; then
    echo "Windlass needs JDK 25 or newer: install one (for example the Debian package temurin-25-jdk or openjdk-25-jdk) or set JAVA_HOME to it." >&2
    return 1
  fi
  export JAVA_HOME=$best
}
