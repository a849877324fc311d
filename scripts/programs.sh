# Sourced with bash by ./windlass and scripts/train.sh, after $home is set and JDK 25 found: what is run, and how.

server=$home/server/target/quarkus-app/quarkus-run.jar
cli=$home/cli/target
stamp=$home/target/windlass.built
# caches of what the JVM has learned of the two programs, and for which JDK
aot=$home/target/aot
# classes of the command line's libraries that are too old for a cache, as new ones; good as long as the caches are
renewed=$aot/renewed.jar

server_java=("$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Xms64m -Xmx512m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError)
cli_java=("$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Xmx256m -XX:+UseSerialGC -XX:CompileThresholdScaling=10)
# commands are over before most of what the compilers would compile by their usual thresholds pays (with profiles recorded
# it was a third of their CPU; the loops of digests are hot by any threshold), and before the second compiler pays at all,
# but for those that digest files
quick=(-XX:TieredStopAtLevel=1)

# The class path of the command line, behind the jars that are given: jars alone, because a cache cannot know directories.
cli_path() {
  local jars=("$@" "$cli/windlass-cli.jar" "$cli"/lib/*.jar) IFS=:
  path=${jars[*]}
}

# What caches are good for: this place and this JDK.
ground() {
  local release=''
  read -r -d '' release <"$JAVA_HOME/release" || true
  ground="$home"$'\n'"$JAVA_HOME"$'\n'"$release"
}

# Whether the file $1 says that the present build was trained, or could not be, on this ground.
says() {
  local written='' part
  [[ -f $1 ]] || return 1
  # also what was built without the launcher
  for part in "$stamp" "$server" "$cli/windlass-cli.jar" "$cli"/lib/windlass-*.jar; do
    [[ $1 -nt $part ]] || return 1
  done
  read -r -d '' written <"$1" || true
  ground
  [[ $written == "$ground" ]]
}
