# Sourced with bash by ./windlass, ./test and other scripts: sets JAVA_HOME to a JDK 25 or newer, or says what to install.

# Sets major to the major version of the JDK at $1, by its release file; to nothing when there is none.
jdk_major() {
  local line
  major=''
  [[ -r $1/release ]] || return 0
  # no other program: this is part of every command
  while read -r line; do
    if [[ $line =~ ^JAVA_VERSION=\"([0-9]+) ]]; then
      major=${BASH_REMATCH[1]}
      return 0
    fi
  done <"$1/release"
}

find_jdk25() {
  local candidate major best='' best_major=999
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/local/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    [[ -n $candidate && -x $candidate/bin/javac ]] || continue
    jdk_major "$candidate"
    [[ -n $major && $major -ge 25 ]] || continue
    # the oldest that will do: what the build is tried with
    if ((major < best_major)); then best=$candidate best_major=$major; fi
  done
  if [[ -z $best ]]; then
    echo "Windlass needs JDK 25 or newer: install one (for example the Debian package temurin-25-jdk or openjdk-25-jdk) or set JAVA_HOME to it." >&2
    return 1
  fi
  export JAVA_HOME=$best
}
