/// The keys of the node, as runtimes and authors of blocks use them.
#pragma once

#include <map>
#include <mutex>

#include "crypto/key_pair.hpp"
#include "crypto/key_type.hpp"
#include "crypto/keystore.hpp"

namespace serinus::executor {

/// The keystore on disk, if there is one, and keys that only live in memory. Thread-safe.
/// Observed: sc_keystore::LocalKeystore
class NodeKeys {
  public:
    /// Without a keystore on disk, all keys are gone at the end.
    explicit NodeKeys(std::optional<crypto::Keystore> on_disk = std::nullopt) : on_disk_(std::move(on_disk)) {}

    /// The public keys of a type that have the scheme's size, sorted. Those that cannot be read are left out.
    std::vector<Bytes> public_keys(crypto::KeyType type, crypto::Scheme scheme) const;

    /// With a secret URI: the key stays in memory. Without: a new key, written to the disk if there is one.
    /// nullopt: the URI names no key, or the disk fails.
    std::optional<Bytes> generate(crypto::KeyType type, crypto::Scheme scheme, std::optional<std::string_view> uri);

    /// Keeps the secret of a public key for good: on the disk if there is one, which does not check that they belong
    /// together; in memory otherwise. False: the disk fails, or without one no scheme makes this key of the URI.
    bool insert(crypto::KeyType type, std::string_view uri, BytesView public_key);

    /// Whether the secret of the public key is here, of whatever scheme.
    bool has(crypto::KeyType type, BytesView public_key) const;

    /// nullopt: the key is not ours, or its file cannot be read.
    std::optional<Bytes> sign(crypto::KeyType type, crypto::Scheme scheme, BytesView public_key,
                              BytesView message) const;
    std::optional<crypto::ecdsa::Signature> sign_prehashed(crypto::KeyType type, BytesView public_key,
                                                           const crypto::ecdsa::MessageHash& hash) const;

    std::optional<crypto::KeyPair> find(crypto::KeyType type, crypto::Scheme scheme, BytesView public_key) const;

  private:
    void keep(crypto::KeyType type, crypto::KeyPair pair);

    mutable std::mutex mutex_;
    std::optional<crypto::Keystore> on_disk_;
    std::map<std::pair<crypto::KeyType, Bytes>, crypto::KeyPair> in_memory_;
};

}  // namespace serinus::executor
