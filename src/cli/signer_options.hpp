/// Who signs a transaction: a secret URI, a file, or a key of a keystore.
#pragma once

#include "cli/key_options.hpp"

namespace serinus::cli {

struct SignerOptions {
    KeyOptions key;
    std::string account;            ///< whose key of the keystore; or without a key, who would sign
    std::string key_type = "acco";  ///< of the keystore
};

/// Declares them. `options` must outlive the parsing.
void add_signer_options(Arguments command, SignerOptions& options);

struct Signer {
    crypto::Scheme scheme = crypto::Scheme::kSr25519;
    Hash256 account;
    std::optional<crypto::KeyPair> pair;  ///< nullopt: the account alone is known
};

/// The error is a sentence. Asks for nothing on the terminal but what the options say.
Result<Signer, std::string> read_signer(const SignerOptions& options);

}  // namespace serinus::cli
