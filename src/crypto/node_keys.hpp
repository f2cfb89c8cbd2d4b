/// The keys of the node, as runtimes and authors of blocks use them.
#pragma once

#include <map>
#include <mutex>

#include "crypto/key_pair.hpp"
#include "crypto/key_type.hpp"
#include "crypto/keystore.hpp"

namespace serinus::platform {
class Scheduler;
}

namespace serinus::crypto {

/// The keystore on disk, if there is one, and keys that are in memory only. Thread-safe.
/// Observed: polkadot-stable2407: sc_keystore::LocalKeystore
class NodeKeys {
  public:
    /// `randomness` is for new keys and for signatures, and must outlive this. Without a keystore on disk, all keys are
    /// lost when this object is destroyed.
    explicit NodeKeys(platform::Scheduler& randomness, std::optional<Keystore> on_disk = std::nullopt)
        : randomness_(randomness), on_disk_(std::move(on_disk)) {}

    /// The public keys of a type that have the scheme's size, sorted. Those that cannot be read are left out.
    std::vector<Bytes> public_keys(KeyType type, Scheme scheme) const;

    /// With a secret URI: the key stays in memory. Without: a new key, written to the disk if there is one.
    /// nullopt: the URI names no key, or the disk fails.
    std::optional<Bytes> generate(KeyType type, Scheme scheme, std::optional<std::string_view> uri);

    /// Keeps the secret of a public key for good: on the disk if there is one, which does not check that they belong
    /// together; in memory otherwise. False: the disk fails, or without one no scheme makes this key of the URI.
    bool insert(KeyType type, std::string_view uri, BytesView public_key);

    /// Whether the secret of the public key is here, of whatever scheme.
    bool has(KeyType type, BytesView public_key) const;

    /// nullopt: the key is not ours, or its file cannot be read.
    std::optional<Bytes> sign(KeyType type, Scheme scheme, BytesView public_key, BytesView message) const;
    std::optional<ecdsa::Signature> sign_prehashed(KeyType type, BytesView public_key,
                                                   const ecdsa::MessageHash& hash) const;

    std::optional<KeyPair> find(KeyType type, Scheme scheme, BytesView public_key) const;

  private:
    void keep(KeyType type, KeyPair pair);

    platform::Scheduler& randomness_;
    mutable std::mutex mutex_;
    std::optional<Keystore> on_disk_;
    std::map<std::pair<KeyType, Bytes>, KeyPair> in_memory_;
};

}  // namespace serinus::crypto
