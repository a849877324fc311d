package io.windlass.server.globus;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.Problems;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferCodeTest {
  private static final String OPERATION = "/v0.10/operation/endpoint/x/";

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND,     path_not_found,       ls,     404, ClientError.NotFound",
    "NOT_FOUND,     path_not_found,       stat,   404, NotFound",
    "NOT_FOUND,     bucket_not_found,     stat,   404, NotFound",
    "NOT_FOUND,     collection_not_found, stat,   404, EndpointNotFound",
    "INVALID,       not_a_directory,      ls,     502, ExternalError.DirListingFailed.NotDirectory",
    "INVALID,       too_many_entries,     ls,     502, ExternalError.DirListingFailed.SizeLimit",
    "CONFLICT,      path_exists,          mkdir,  502, ExternalError.MkdirFailed.Exists",
    "CONFLICT,      path_exists,          rename, 409, Conflict",
    "FORBIDDEN,     store_denied,         ls,     403, EndpointPermissionDenied",
    "STORE_REFUSED, store_access_denied,  rename, 403, EndpointPermissionDenied",
    "INVALID,       no_credentials,       ls,     403, EndpointPermissionDenied",
    "STORE_REFUSED, store_keys_expired,   ls,     502, ExternalError.DirListingFailed.LoginFailed",
    "STORE_REFUSED, store_keys_invalid,   mkdir,  502, ExternalError.MkdirFailed.LoginFailed",
    "UNAVAILABLE,   store_unreachable,    ls,     502, ExternalError.DirListingFailed.ConnectFailed",
    "STORE_REFUSED, store_refused,        ls,     502, EndpointError",
    "FORBIDDEN,     access_denied,        ls,     403, PermissionDenied",
    "UNAVAILABLE,   directory_unavailable, ls,    502, EndpointError",
    "UNAVAILABLE,   request_running,      rename, 503, ServiceUnavailable"
  })
  void problemsHaveTheCodesThatClientsLookFor(
      Kind kind, String code, String operation, int status, String expected) {
    assertThat(code(kind, code, OPERATION + operation))
        .isEqualTo(new TransferCode(status, expected));
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID,         no_items,             400, ClientError.BadRequest.NoTransferItems",
    "INVALID,         invalid_field,        400, ClientError.BadRequest",
    "UNAUTHENTICATED, token_missing,        401, AuthenticationFailed",
    "NOT_FOUND,       transfer_not_found,   404, ClientError.NotFound",
    "CONFLICT,        same_transfer_active, 409, Conflict"
  })
  void soHaveThoseOfTasks(Kind kind, String code, int status, String expected) {
    assertThat(code(kind, code, "/v0.10/transfer")).isEqualTo(new TransferCode(status, expected));
  }

  /** What a storage refused is refused again: a client that repeats it only costs time. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatAStorageRefusesIsNotRepeatedByClients(Kind kind) {
    for (String code : new String[] {"store_unreachable", "store_keys_missing", "store_denied"}) {
      for (String operation : new String[] {"ls", "stat", "mkdir", "rename"}) {
        TransferCode answer = code(kind, code, OPERATION + operation);
        assertThat(answer.status() < 500 || answer.code().matches(".*(External|Endpoint)Error.*"))
            .as(answer.toString())
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"same_transfer_active"})
  void theTaskInTheWayIsNamed(String code) {
    String task = "0f2a7f3e-6a55-4a53-9f0e-5a7b0d4b8c11";
    assertThat(
            TransferCode.blockingTask(
                Problem.of(Kind.CONFLICT, code, "The task " + task + " does the same.")))
        .contains(task);
    assertThat(TransferCode.blockingTask(Problem.of(Kind.CONFLICT, "other", task))).isEmpty();
  }

  private static TransferCode code(Kind kind, String code, String path) {
    return TransferCode.of(Problem.of(kind, code, "It failed."), Problems.status(kind), path);
  }
}
