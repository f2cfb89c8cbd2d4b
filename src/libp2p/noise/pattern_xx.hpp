/// The handshake pattern XX over X25519, ChaCha20-Poly1305 and SHA-256: three messages, each side learns the other's
/// static key. Messages carry the keys and the caller's payload.
///
///     -> e
///     <- e, ee, s, es
///     -> s, se
///
/// Spec: Noise Protocol Framework 34, sections 5 and 7.5
#pragma once

#include "libp2p/noise/cipher.hpp"

namespace serinus::network::noise {

using PublicKey = FixedBytes<32, struct NoisePublicKeyTag>;
using SecretKey = crypto::Secret<32>;

PublicKey public_key_of(const SecretKey& key) noexcept;

enum class PatternError : uint8_t {
    kTruncated,
    kBadTag,
    kBadKey,      ///< a key with which the shared secret is zero
    kOutOfOrder,  ///< not this side's turn, or the handshake is over
};

/// The state that both sides build from the messages. Spec: section 5.2
class SymmetricState {
  public:
    SymmetricState(std::string_view protocol_name, BytesView prologue);

    void mix_hash(BytesView data);
    void mix_key(BytesView input_key_material);
    /// Appends the encoded `plaintext`: itself before the first mix_key, the ciphertext with its tag afterwards.
    void encrypt_and_hash(BytesView plaintext, Bytes& out);
    [[nodiscard]] Result<Bytes, PatternError> decrypt_and_hash(BytesView data);
    /// The keys of the two directions: the initiator's first.
    std::pair<CipherKey, CipherKey> split() const;

  private:
    ByteArray<32> hash_{};
    crypto::Secret<32> chaining_key_;
    std::optional<Cipher> cipher_;
};

class PatternXx {
  public:
    enum class Role : uint8_t { kInitiator, kResponder };

    /// `ephemeral` is fresh randomness, used once.
    PatternXx(Role role, const SecretKey& static_key, const SecretKey& ephemeral, BytesView prologue = {});

    /// Appends the next message of this side.
    [[nodiscard]] Result<void, PatternError> write(BytesView payload, Bytes& out);
    /// Reads the next message of the other side and gives its payload. After an error the handshake is over.
    [[nodiscard]] Result<Bytes, PatternError> read(BytesView message);

    bool is_complete() const noexcept { return step_ == 3; }
    bool is_own_turn() const noexcept { return !is_complete() && (step_ % 2 == 0) == (role_ == Role::kInitiator); }
    /// Known after the message that carries it.
    const std::optional<PublicKey>& remote_static() const noexcept { return remote_static_; }

    struct Transport {
        Cipher send;
        Cipher receive;
    };
    /// Precondition: is_complete().
    Transport split() const;

  private:
    [[nodiscard]] Result<void, PatternError> mix_shared(const SecretKey& own, const PublicKey& remote);

    Role role_;
    SecretKey static_key_;
    SecretKey ephemeral_;
    std::optional<PublicKey> remote_ephemeral_;
    std::optional<PublicKey> remote_static_;
    SymmetricState symmetric_;
    int step_ = 0;  ///< messages that are done
    bool has_failed_ = false;
};

}  // namespace serinus::network::noise
