#include "libp2p/noise/pattern_xx.hpp"

#include <sodium.h>

#include "base/assert.hpp"
#include "hashing/hashing.hpp"

namespace serinus::network::noise {
namespace {

constexpr std::string_view kProtocolName = "Noise_XX_25519_ChaChaPoly_SHA256";
constexpr size_t kKeyBytes = 32;

crypto::Secret<32> hmac_sha256(BytesView key, std::initializer_list<BytesView> data) {
    crypto_auth_hmacsha256_state state;
    ::crypto_auth_hmacsha256_init(&state, key.data(), key.size());
    for (const BytesView part : data) ::crypto_auth_hmacsha256_update(&state, part.data(), part.size());
    crypto::Secret<32> out;
    ::crypto_auth_hmacsha256_final(&state, out.data());
    ::sodium_memzero(&state, sizeof state);
    return out;
}

/// Spec: section 4.3, HKDF with two outputs
std::pair<crypto::Secret<32>, crypto::Secret<32>> hkdf(const crypto::Secret<32>& chaining_key, BytesView input) {
    constexpr uint8_t kFirst[] = {1}, kSecond[] = {2};
    const auto temporary = hmac_sha256(chaining_key.reveal(), {input});
    const auto first = hmac_sha256(temporary.reveal(), {kFirst});
    const auto second = hmac_sha256(temporary.reveal(), {first.reveal(), kSecond});
    return {first, second};
}

}  // namespace

PublicKey public_key_of(const SecretKey& key) noexcept {
    PublicKey out;
    ::crypto_scalarmult_base(out.data(), key.data());
    return out;
}

SymmetricState::SymmetricState(std::string_view protocol_name, BytesView prologue) {
    SERINUS_ASSERT(protocol_name.size() <= hash_.size());  // a longer name would be hashed
    std::ranges::copy(as_bytes(protocol_name), hash_.begin());
    chaining_key_ = crypto::Secret<32>(hash_);
    mix_hash(prologue);
}

void SymmetricState::mix_hash(BytesView data) { hash_ = hashing::sha2_256(concat(hash_, data)).bytes; }

void SymmetricState::mix_key(BytesView input_key_material) {
    auto [chaining_key, key] = hkdf(chaining_key_, input_key_material);
    chaining_key_ = chaining_key;
    cipher_.emplace(key);
}

void SymmetricState::encrypt_and_hash(BytesView plaintext, Bytes& out) {
    const size_t begin = out.size();
    append(out, plaintext);
    if (cipher_) {
        out.resize(out.size() + kTagBytes);
        // The counter of a handshake's key never comes near its end.
        const auto done = cipher_->encrypt(MutableBytesView(out).subspan(begin), hash_);
        SERINUS_ASSERT(done.has_value());
    }
    mix_hash(BytesView(out).subspan(begin));
}

Result<Bytes, PatternError> SymmetricState::decrypt_and_hash(BytesView data) {
    Bytes out = to_bytes(data);
    if (cipher_) {
        if (out.size() < kTagBytes) return Err(PatternError::kTruncated);
        if (!cipher_->decrypt(out, hash_)) return Err(PatternError::kBadTag);
        out.resize(out.size() - kTagBytes);
    }
    mix_hash(data);
    return out;
}

std::pair<CipherKey, CipherKey> SymmetricState::split() const { return hkdf(chaining_key_, {}); }

PatternXx::PatternXx(Role role, const SecretKey& static_key, const SecretKey& ephemeral, BytesView prologue)
    : role_(role), static_key_(static_key), ephemeral_(ephemeral), symmetric_(kProtocolName, prologue) {}

Result<void, PatternError> PatternXx::mix_shared(const SecretKey& own, const PublicKey& remote) {
    crypto::Secret<32> shared;
    // Spec: section 12.1 leaves it to the implementation whether a zero result is refused; libp2p peers never make one.
    if (::crypto_scalarmult(shared.data(), own.data(), remote.data()) != 0) return Err(PatternError::kBadKey);
    symmetric_.mix_key(shared.reveal());
    return {};
}

Result<void, PatternError> PatternXx::write(BytesView payload, Bytes& out) {
    if (has_failed_ || !is_own_turn()) return Err(PatternError::kOutOfOrder);
    has_failed_ = true;  // until all of it is done
    if (step_ < 2) {
        const PublicKey own = public_key_of(ephemeral_);
        append(out, own.bytes);
        symmetric_.mix_hash(own.bytes);
    }
    if (step_ == 1) TRY(mix_shared(ephemeral_, *remote_ephemeral_));  // ee
    if (step_ > 0) {
        symmetric_.encrypt_and_hash(public_key_of(static_key_).bytes, out);  // s
        TRY(mix_shared(static_key_, *remote_ephemeral_));                    // es of the responder, se of the initiator
    }
    symmetric_.encrypt_and_hash(payload, out);
    ++step_;
    has_failed_ = false;
    return {};
}

Result<Bytes, PatternError> PatternXx::read(BytesView message) {
    if (has_failed_ || is_complete() || is_own_turn()) return Err(PatternError::kOutOfOrder);
    has_failed_ = true;
    const auto take = [&message](size_t size) -> Result<BytesView, PatternError> {
        if (message.size() < size) return Err(PatternError::kTruncated);
        const BytesView out = message.first(size);
        message = message.subspan(size);
        return out;
    };
    if (step_ < 2) {
        remote_ephemeral_ = PublicKey::from(TRY(take(kKeyBytes)));
        symmetric_.mix_hash(remote_ephemeral_->bytes);
    }
    if (step_ == 1) TRY(mix_shared(ephemeral_, *remote_ephemeral_));  // ee
    if (step_ > 0) {
        TRY_ASSIGN(const BytesView encrypted, take(kKeyBytes + kTagBytes));
        TRY_ASSIGN(const Bytes key, symmetric_.decrypt_and_hash(encrypted));  // s
        remote_static_ = PublicKey::from(key);
        TRY(mix_shared(ephemeral_, *remote_static_));  // es of the initiator, se of the responder
    }
    TRY_ASSIGN(auto payload, symmetric_.decrypt_and_hash(message));
    ++step_;
    has_failed_ = false;
    return payload;
}

PatternXx::Transport PatternXx::split() const {
    SERINUS_ASSERT(is_complete());
    const auto [of_initiator, of_responder] = symmetric_.split();
    const bool is_initiator = role_ == Role::kInitiator;
    return {Cipher(is_initiator ? of_initiator : of_responder), Cipher(is_initiator ? of_responder : of_initiator)};
}

}  // namespace serinus::network::noise
