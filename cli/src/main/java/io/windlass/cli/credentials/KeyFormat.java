package io.windlass.cli.credentials;

import io.windlass.cli.output.CliException;
import io.windlass.cli.output.Output;
import io.windlass.client.model.Credentials;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How temporary keys are handed to the program that will use them. */
enum KeyFormat {
  /** The answer of the API. */
  JSON {
    @Override
    String print(Credentials keys) {
      return Output.text(keys);
    }
  },

  /** {@code NAME=value}, for {@code --env-file} and unit files: no quotes, as those take none. */
  ENV {
    @Override
    String print(Credentials keys) {
      return lines(keys, (name, value) -> name + "=" + oneLine(value));
    }
  },

  /** Keyword arguments of {@code boto3.client("s3", **…)}, as JSON, which is Python as well. */
  BOTO {
    @Override
    String print(Credentials keys) {
      Map<String, String> arguments = new LinkedHashMap<>();
      arguments.put("aws_access_key_id", keys.accessKeyId());
      arguments.put("aws_secret_access_key", keys.secretAccessKey());
      arguments.put("aws_session_token", keys.sessionToken());
      arguments.put("region_name", keys.region());
      keys.endpoint().map(URI::toString).ifPresent(url -> arguments.put("endpoint_url", url));
      return Output.text(arguments);
    }
  },

  /** For {@code eval} in sh, bash and zsh. */
  SHELL {
    @Override
    String print(Credentials keys) {
      return lines(
          keys, (name, value) -> "export " + name + "='" + value.replace("'", "'\\''") + "'");
    }
  },

  /** For the Windows command prompt. */
  CMD {
    @Override
    String print(Credentials keys) {
      return lines(
          keys,
          (name, value) -> {
            if (value.chars().anyMatch(c -> c == '"' || c == '%' || c == '!' || c < ' ')) {
              throw new CliException(
                  "cannot_quote",
                  "The command prompt has no way to write " + name + ".",
                  "Use --format powershell.");
            }
            return "set \"" + name + "=" + value + "\"";
          });
    }
  },

  /** For PowerShell, which takes typographic quotes for quotes too. */
  POWERSHELL {
    @Override
    String print(Credentials keys) {
      return lines(
          keys,
          (name, value) ->
              "$Env:"
                  + name
                  + " = '"
                  + value.replaceAll("['\u2018\u2019\u201a\u201b]", "$0$0")
                  + "'");
    }
  },

  /** What {@code credential_process} of the AWS CLI and of every AWS SDK reads. */
  PROCESS {
    @Override
    String print(Credentials keys) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("Version", 1);
      document.put("AccessKeyId", keys.accessKeyId());
      document.put("SecretAccessKey", keys.secretAccessKey());
      document.put("SessionToken", keys.sessionToken());
      document.put("Expiration", keys.expiration().toString());
      return Output.text(document);
    }
  };

  /** The keys as text, without an end of line. */
  abstract String print(Credentials keys);

  /** The word on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A variable and how it is set. */
  private interface Line {
    String of(String name, String value);
  }

  private static String lines(Credentials keys, Line line) {
    return variables(keys).entrySet().stream()
        .map(variable -> line.of(variable.getKey(), variable.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static Map<String, String> variables(Credentials keys) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ACCESS_KEY_ID", keys.accessKeyId());
    variables.put("AWS_SECRET_ACCESS_KEY", keys.secretAccessKey());
    variables.put("AWS_SESSION_TOKEN", keys.sessionToken());
    variables.put("AWS_CREDENTIAL_EXPIRATION", keys.expiration().toString());
    variables.put("AWS_REGION", keys.region());
    variables.put("AWS_DEFAULT_REGION", keys.region());
    keys.endpoint().map(URI::toString).ifPresent(url -> variables.put("AWS_ENDPOINT_URL_S3", url));
    variables.put("WINDLASS_S3_LOCATION", "s3://" + keys.bucket() + "/" + keys.prefix());
    return variables;
  }

  private static String oneLine(String value) {
    if (value.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
      throw new CliException(
          "cannot_quote", "A value has an end of line in it.", "Use --format json.");
    }
    return value;
  }
}
