#include "crypto/node_keys.hpp"

#include "platform/scheduler.hpp"

namespace serinus::crypto {

std::vector<Bytes> NodeKeys::public_keys(KeyType type, Scheme scheme) const {
    const std::lock_guard lock(mutex_);
    std::vector<Bytes> keys;
    const auto add = [&](const Bytes& key) {
        if (key.size() == public_key_size(scheme)) keys.push_back(key);
    };
    for (const auto& [name, pair] : in_memory_) {
        if (name.first == type) add(name.second);
    }
    if (on_disk_) {
        const auto stored = on_disk_->public_keys(type);
        if (stored) std::ranges::for_each(*stored, add);
    }
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

std::optional<Bytes> NodeKeys::generate(KeyType type, Scheme scheme, std::optional<std::string_view> uri) {
    const std::lock_guard lock(mutex_);
    if (uri) {
        auto key = key_from_uri(scheme, *uri, std::nullopt);
        if (!key) return std::nullopt;
        Bytes public_key = key->pair.public_key();
        keep(type, std::move(key->pair));
        return public_key;
    }
    if (on_disk_) {
        Secret<16> entropy;
        randomness_.fill_random(entropy.reveal_mutable());
        auto public_key = on_disk_->generate(type, scheme, entropy);
        return public_key ? std::optional(*std::move(public_key)) : std::nullopt;
    }
    KeySeed seed;
    randomness_.fill_random(seed.reveal_mutable());
    auto pair = KeyPair::from_seed(scheme, seed);
    if (!pair) return std::nullopt;
    Bytes public_key = pair->public_key();
    keep(type, *std::move(pair));
    return public_key;
}

bool NodeKeys::insert(KeyType type, std::string_view uri, BytesView public_key) {
    const std::lock_guard lock(mutex_);
    if (on_disk_) return on_disk_->insert(type, uri, public_key).has_value();
    for (const Scheme scheme : {Scheme::kSr25519, Scheme::kEd25519, Scheme::kEcdsa}) {
        auto key = key_from_uri(scheme, uri, std::nullopt);
        if (!key || !equal(key->pair.public_key(), public_key)) continue;
        keep(type, std::move(key->pair));
        return true;
    }
    return false;
}

bool NodeKeys::has(KeyType type, BytesView public_key) const {
    const std::lock_guard lock(mutex_);
    if (in_memory_.contains({type, to_bytes(public_key)})) return true;
    if (!on_disk_) return false;
    const auto stored = on_disk_->public_keys(type);
    return stored && std::ranges::binary_search(*stored, to_bytes(public_key));
}

void NodeKeys::keep(KeyType type, KeyPair pair) {
    Bytes public_key = pair.public_key();
    in_memory_.insert_or_assign({type, std::move(public_key)}, std::move(pair));
}

std::optional<KeyPair> NodeKeys::find(KeyType type, Scheme scheme, BytesView public_key) const {
    const std::lock_guard lock(mutex_);
    const auto kept = in_memory_.find({type, to_bytes(public_key)});
    if (kept != in_memory_.end() && kept->second.scheme() == scheme) return kept->second;
    if (!on_disk_) return std::nullopt;
    auto stored = on_disk_->find(type, scheme, public_key);
    return stored ? *std::move(stored) : std::nullopt;
}

std::optional<Bytes> NodeKeys::sign(KeyType type, Scheme scheme, BytesView public_key, BytesView message) const {
    const auto pair = find(type, scheme, public_key);
    if (!pair) return std::nullopt;
    return pair->sign(message, randomness_.random_array<32>());
}

std::optional<ecdsa::Signature> NodeKeys::sign_prehashed(KeyType type, BytesView public_key,
                                                         const ecdsa::MessageHash& hash) const {
    const auto pair = find(type, Scheme::kEcdsa, public_key);
    return pair ? pair->sign_prehashed(hash) : std::nullopt;
}

}  // namespace serinus::crypto
