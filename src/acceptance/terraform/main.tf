# What the acceptance run applies, changes and destroys. Nothing here leaves the machine.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "endpoint" {
  type = string
}

variable "region" {
  type = string
}

variable "account" {
  type = string
}

variable "name" {
  type = string
}

variable "secret" {
  type      = string
  sensitive = true
}

variable "description" {
  type = string
}

variable "tags" {
  type = map(string)
}

variable "sid" {
  type = string
}

variable "spare_is_enabled" {
  type = bool
}

variable "grant_operations" {
  type = set(string)
}

provider "aws" {
  region                      = var.region
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_region_validation      = true
  max_retries                 = 3

  endpoints {
    kms = var.endpoint
  }

  default_tags {
    tags = {
      ManagedBy = "terraform"
    }
  }
}

resource "aws_kms_key" "main" {
  description             = var.description
  deletion_window_in_days = 7
  tags                    = var.tags

  policy = jsonencode({
    Version = "2012-10-17"
    Id      = "acceptance"
    Statement = [
      {
        Sid       = var.sid
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${var.account}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "Users"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${var.account}:root" }
        Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
        Resource  = "*"
      },
    ]
  })
}

resource "aws_kms_key" "spare" {
  description             = "spare ${var.name}"
  deletion_window_in_days = 30
  is_enabled              = var.spare_is_enabled
}

resource "aws_kms_alias" "main" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.main.key_id
}

resource "aws_kms_alias" "generated" {
  name_prefix   = "alias/${var.name}-"
  target_key_id = aws_kms_key.main.arn
}

# The provider sends an empty EncryptionContextEquals beside the subset.
resource "aws_kms_grant" "constrained" {
  name               = var.name
  key_id             = aws_kms_key.main.key_id
  grantee_principal  = "arn:aws:iam::${var.account}:root"
  retiring_principal = "arn:aws:iam::${var.account}:root"
  operations         = var.grant_operations

  constraints {
    encryption_context_subset = {
      For = var.name
    }
  }
}

resource "aws_kms_grant" "plain" {
  key_id             = aws_kms_key.spare.arn
  grantee_principal  = "arn:aws:iam::${var.account}:root"
  retiring_principal = "arn:aws:iam::${var.account}:root"
  operations         = ["DescribeKey", "Decrypt"]
  retire_on_delete   = true
}

data "aws_kms_key" "by_alias" {
  key_id     = aws_kms_alias.main.name
  depends_on = [aws_kms_key.main]
}

data "aws_kms_alias" "main" {
  name = aws_kms_alias.main.name
}

data "aws_kms_ciphertext" "secret" {
  key_id    = aws_kms_key.main.key_id
  plaintext = var.secret

  context = {
    For = var.name
  }
}

data "aws_kms_secrets" "secret" {
  secret {
    name    = "it"
    payload = data.aws_kms_ciphertext.secret.ciphertext_blob

    context = {
      For = var.name
    }
  }
}

output "key_id" {
  value = aws_kms_key.main.key_id
}

output "key_arn" {
  value = aws_kms_key.main.arn
}

output "spare_id" {
  value = aws_kms_key.spare.key_id
}

output "grant_id" {
  value = aws_kms_grant.constrained.grant_id
}

output "generated_alias" {
  value = aws_kms_alias.generated.name
}

output "data_key_arn" {
  value = data.aws_kms_key.by_alias.arn
}

output "data_key_state" {
  value = data.aws_kms_key.by_alias.key_state
}

output "data_alias_target" {
  value = data.aws_kms_alias.main.target_key_arn
}

output "decrypted" {
  value     = data.aws_kms_secrets.secret.plaintext["it"]
  sensitive = true
}
