package io.windlass.cli.demo;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes class files that are too old for an AOT cache as new ones: those of before Java 6 have no
 * stack maps, and are read, checked and linked anew at each start. Nothing else of them changes.
 */
public final class OldClasses {
  /** The first version that a cache takes. */
  private static final int TAKEN = ClassFile.JAVA_6_VERSION;

  private OldClasses() {}

  /**
   * Writes the old classes of some jars, as new ones, into one jar that goes in front of them on
   * the class path.
   *
   * @param arguments the jar to write, then those to read
   */
  public static void main(String[] arguments) throws IOException {
    List<Path> paths = List.of(arguments).stream().map(Path::of).toList();
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(paths.getFirst()))) {
      Set<String> written = new HashSet<>();
      for (Path jar : paths.subList(1, paths.size())) {
        renew(jar, out, written);
      }
    }
  }

  private static void renew(Path jar, ZipOutputStream out, Set<String> written) throws IOException {
    try (ZipFile in = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : in.stream().filter(OldClasses::isClass).toList()) {
        Optional<byte[]> renewed = renewed(in.getInputStream(entry).readAllBytes());
        if (renewed.isPresent() && written.add(entry.getName())) {
          write(entry.getName(), renewed.get(), out);
        }
      }
    }
  }

  private static boolean isClass(ZipEntry entry) {
    return entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/");
  }

  /** The class as a new one; absent where it is new enough, or has code that new ones cannot. */
  static Optional<byte[]> renewed(byte[] bytes) {
    ClassFile files =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(OldClasses.class.getClassLoader())
                    .orElse(ClassHierarchyResolver.defaultResolver())));
    ClassModel old = files.parse(bytes);
    if (old.majorVersion() >= TAKEN) {
      return Optional.empty();
    }
    try {
      return Optional.of(files.transformClass(old, newer()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // subroutines, which compilers of before Java 6 could write
    }
  }

  private static ClassTransform newer() {
    // code that is taken over as it is would be taken over without stack maps
    MethodTransform code = MethodTransform.transformingCode((builder, one) -> builder.with(one));
    return (builder, element) -> {
      switch (element) {
        case ClassFileVersion _ -> builder.withVersion(ClassFile.latestMajorVersion(), 0);
        case MethodModel method -> builder.transformMethod(method, code);
        default -> builder.with(element);
      }
    };
  }

  private static void write(String name, byte[] bytes, ZipOutputStream out) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(bytes);
    out.closeEntry();
  }
}
