package io.windlass.connection.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.foundation.WindlassException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyPrinterTest {
  @Test
  void localIsThePublishedDocument() {
    assertThat(PolicyPrinter.print(PolicyRequest.of(PolicyUse.LOCAL, "my-bucket", "")))
        .isEqualTo(
            """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "AllBuckets",
                  "Effect": "Allow",
                  "Action": [
                    "s3:ListAllMyBuckets",
                    "s3:GetBucketLocation"
                  ],
                  "Resource": "*"
                },
                {
                  "Sid": "Bucket",
                  "Effect": "Allow",
                  "Action": [
                    "s3:ListBucket",
                    "s3:ListBucketMultipartUploads"
                  ],
                  "Resource": "arn:aws:s3:::my-bucket"
                },
                {
                  "Sid": "Objects",
                  "Effect": "Allow",
                  "Action": [
                    "s3:GetObject",
                    "s3:PutObject",
                    "s3:DeleteObject",
                    "s3:AbortMultipartUpload",
                    "s3:ListMultipartUploadParts"
                  ],
                  "Resource": "arn:aws:s3:::my-bucket/*"
                }
              ]
            }\
            """);
  }

  @Test
  void everyBucketStandsInBothStatements() {
    String text =
        PolicyPrinter.print(
            new PolicyRequest(
                PolicyUse.LOCAL,
                List.of("one-bucket", "two_bucket"),
                "part",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(text)
        .contains("\"arn:aws:s3:::one-bucket\"", "\"arn:aws:s3:::two_bucket\"")
        .contains("\"arn:aws:s3:::one-bucket/part/*\"", "\"arn:aws:s3:::two_bucket/part/*\"");
  }

  @Test
  void crossAccountNamesThePrincipal() {
    PolicyRequest request =
        new PolicyRequest(
            PolicyUse.CROSS_ACCOUNT,
            List.of("my-bucket"),
            "",
            Optional.empty(),
            Optional.of("arn:aws:iam::123456789012:user/leland"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(PolicyPrinter.print(request))
        .isEqualTo(
            """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "Bucket",
                  "Effect": "Allow",
                  "Principal": {
                    "AWS": "arn:aws:iam::123456789012:user/leland"
                  },
                  "Action": [
                    "s3:GetBucketLocation",
                    "s3:ListBucket",
                    "s3:ListBucketMultipartUploads"
                  ],
                  "Resource": "arn:aws:s3:::my-bucket"
                },
                {
                  "Sid": "Objects",
                  "Effect": "Allow",
                  "Principal": {
                    "AWS": "arn:aws:iam::123456789012:user/leland"
                  },
                  "Action": [
                    "s3:GetObject",
                    "s3:PutObject",
                    "s3:DeleteObject",
                    "s3:ListMultipartUploadParts",
                    "s3:AbortMultipartUpload"
                  ],
                  "Resource": "arn:aws:s3:::my-bucket/*"
                }
              ]
            }\
            """);
  }

  @Test
  void readOnlyAndNoDeleteLeaveOutWhatTheySay() {
    assertThat(PolicyPrinter.print(PolicyRequest.of(PolicyUse.READ_ONLY, "my-bucket", "")))
        .contains("s3:GetObject", "s3:ListBucket")
        .doesNotContain("s3:PutObject", "s3:DeleteObject", "Abort", "Parts");
    assertThat(PolicyPrinter.print(PolicyRequest.of(PolicyUse.NO_DELETE, "my-bucket", "")))
        .contains("s3:PutObject", "s3:AbortMultipartUpload")
        .doesNotContain("s3:DeleteObject");
  }

  @Test
  void sourceAndDestinationAreThePublishedDocuments() {
    assertThat(PolicyPrinter.print(PolicyRequest.of(PolicyUse.SOURCE, "my-bucket", "")))
        .isEqualTo(
            """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Effect": "Allow",
                  "Action": [
                    "s3:ListBucket",
                    "s3:GetObject",
                    "s3:GetBucketLocation"
                  ],
                  "Resource": [
                    "arn:aws:s3:::my-bucket",
                    "arn:aws:s3:::my-bucket/*"
                  ]
                }
              ]
            }\
            """);
    assertThat(PolicyPrinter.print(PolicyRequest.of(PolicyUse.DESTINATION, "my-bucket", "")))
        .contains("\"Resource\": \"arn:aws:s3:::my-bucket/*\"")
        .contains("s3:PutObject", "s3:UploadPart", "s3:CompleteMultipartUpload")
        .doesNotContain("s3:GetObject", "s3:ListBucket\"");
  }

  @Test
  void trustNamesTheExternalId() {
    PolicyRequest request =
        new PolicyRequest(
            PolicyUse.TRUST,
            List.of(),
            "",
            Optional.of("123456789012"),
            Optional.empty(),
            Optional.of("proj_28N5smcmkGnD6H5pd17tZwfYkQ1"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(PolicyPrinter.print(request))
        .isEqualTo(
            """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Effect": "Allow",
                  "Principal": {
                    "AWS": "arn:aws:iam::123456789012:root"
                  },
                  "Action": "sts:AssumeRole",
                  "Condition": {
                    "StringEquals": {
                      "sts:ExternalId": "proj_28N5smcmkGnD6H5pd17tZwfYkQ1"
                    }
                  }
                }
              ]
            }\
            """);
  }

  @Test
  void vendingGrantsAllThatSessionPoliciesNameAndTheTokenItself() throws Exception {
    PolicyEvaluator users =
        new PolicyEvaluator(
            PolicyPrinter.print(PolicyRequest.of(PolicyUse.STS, "my-bucket", "base")));
    for (String action :
        List.of(
            "s3:GetObject",
            "s3:PutObject",
            "s3:PutObjectAcl",
            "s3:DeleteObject",
            "s3:AbortMultipartUpload",
            "s3:ListMultipartUploadParts")) {
      assertThat(users.allowsObject(action, "my-bucket", "base/x")).as(action).isTrue();
      assertThat(users.allowsObject(action, "my-bucket", "base2/x")).as(action).isFalse();
    }
    assertThat(users.allows("sts:GetFederationToken", "*", java.util.Map.of())).isTrue();
  }

  @Test
  void keyStatementsAreBoundToTheBucketAndTheService() {
    PolicyRequest request =
        new PolicyRequest(
            PolicyUse.KMS,
            List.of("my-bucket"),
            "",
            Optional.of("123456789012"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("eu-west-1"));
    assertThat(PolicyPrinter.print(request))
        .contains(
            "\"kms:CallerAccount\": \"123456789012\"",
            "\"kms:ViaService\": \"s3.eu-west-1.amazonaws.com\"",
            "\"kms:EncryptionContext:aws:s3:arn\": \"arn:aws:s3:::my-bucket/*\"");
  }

  @Test
  void theQueuePolicyOfThePageIsTheOneThatIsPrinted() throws IOException {
    String printed =
        PolicyPrinter.queue(
            "arn:aws:sqs:eu-west-1:123456789012:windlass",
            "my-bucket",
            Optional.of("123456789012"));
    assertThat(Files.readString(Path.of("../docs/change-feeds.md")))
        .contains(printed.indent(3).stripTrailing());
    assertThat(PolicyPrinter.queue("arn:aws:sqs:eu-west-1:1:q", "my-bucket", Optional.empty()))
        .contains("\"aws:SourceAccount\": \"<account>\"");
  }

  @Test
  void wildcardsInAPrefixMeanThemselves() {
    assertThat(PolicyPrinter.print(PolicyRequest.of(PolicyUse.LOCAL, "my-bucket", "a*b?${c}")))
        .contains("\"arn:aws:s3:::my-bucket/a${*}b${?}${$}{c}/*\"");
  }

  @ParameterizedTest
  @EnumSource(PolicyUse.class)
  void everyUseHasAWordAndADocument(PolicyUse use) throws Exception {
    assertThat(PolicyUse.of(use.word().toUpperCase(java.util.Locale.ROOT))).isEqualTo(use);
    String text = PolicyPrinter.print(PolicyRequest.of(use, "my-bucket", "p"));
    assertThat(new com.fasterxml.jackson.databind.ObjectMapper().readTree(text).get("Version"))
        .hasToString("\"2012-10-17\"");
  }

  @Test
  void aBucketThatIsNoNameIsRefused() {
    assertThatThrownBy(
            () -> PolicyPrinter.print(PolicyRequest.of(PolicyUse.LOCAL, "s3://my-bucket", "")))
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> assertThat(e.problem().code()).isEqualTo("invalid_bucket_name"));
    assertThatThrownBy(() -> PolicyUse.of("everything"))
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> assertThat(e.problem().code()).isEqualTo("unknown_policy_use"));
  }
}
