/// The keystore on disk, in the format of `polkadot`: one file a key, named by the hex of key type and public key,
/// holding the secret URI as a JSON string. Not encrypted: the password is part of the secret URI, it is not in the
/// file. Observed: polkadot-stable2407: sc_keystore::LocalKeystore
#pragma once

#include <string>
#include <vector>

#include "crypto/key_pair.hpp"
#include "crypto/key_type.hpp"
#include "platform/files.hpp"

namespace serinus::crypto {

struct KeystoreError {
    enum class Kind : uint8_t {
        kFile,               ///< the disk; or a file that is no key file
        kBadUri,             ///< the file's secret URI names no key of the scheme
        kPublicKeyMismatch,  ///< it names another key: wrong password, or wrong scheme
    };
    Kind kind = Kind::kFile;
    std::string message;  ///< holds no secret
};

class Keystore {
  public:
    /// Makes the folder if it is not there. `password` completes the secret URIs that have none themselves.
    static Result<Keystore, KeystoreError> open(std::string folder, std::optional<SecretText> password);

    /// Stores the secret URI of `public_key` with mode 0600, in place of what may be there. Nothing is checked: a URI
    /// that needs another password is stored too; find() then fails.
    Result<void, KeystoreError> insert(KeyType type, std::string_view uri, BytesView public_key);

    /// Stores the phrase of this entropy, which the keystore's password completes. Returns the public key; for ECDSA
    /// with a negligible probability kBadUri.
    Result<Bytes, KeystoreError> generate(KeyType type, Scheme scheme, const Secret<16>& entropy);

    /// The public keys of a type, sorted. Files with other names are ignored.
    Result<std::vector<Bytes>, KeystoreError> public_keys(KeyType type) const;

    /// The pair of a public key; nullopt if there is no file for it.
    Result<std::optional<KeyPair>, KeystoreError> find(KeyType type, Scheme scheme, BytesView public_key) const;

    const std::string& folder() const noexcept { return folder_; }

  private:
    Keystore(std::string folder, std::optional<SecretText> password);
    std::string path_of(KeyType type, BytesView public_key) const;

    std::string folder_;
    std::optional<SecretText> password_;
};

/// Where `polkadot` keeps the keys of a chain: <base>/chains/<id>/keystore
std::string keystore_folder(const std::string& base_path, std::string_view chain_id);

}  // namespace serinus::crypto
