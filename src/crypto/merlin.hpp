/// Merlin transcripts: the Fiat-Shamir hash under sr25519 signatures, key derivation and the VRF.
/// Spec: defn-vrf-transcript, sect-vrf-appending-messages
/// Observed: merlin 3.0.0: the label of the first message is "dom-sep"; the specification prints "dom-step".
#pragma once

#include "crypto/secret.hpp"
#include "crypto/strobe.hpp"

namespace serinus::crypto {

/// A running, collision-resistant account of a protocol: labelled messages go in, challenges come out. Every message is
/// framed by its label and length, so different sequences never read the same. Copied to branch; never allocates.
/// Messages have less than 2^32 bytes.
class Transcript {
  public:
    explicit Transcript(std::string_view protocol) noexcept;

    void append(std::string_view label, BytesView message) noexcept;
    void append(std::string_view label, std::string_view message) noexcept { append(label, as_bytes(message)); }
    void append_u64(std::string_view label, uint64_t value) noexcept;  ///< as eight bytes, little-endian

    /// Fills `out` with bytes that depend on everything appended and drawn before.
    void challenge(std::string_view label, MutableBytesView out) noexcept;

    template <size_t N>
    ByteArray<N> challenge(std::string_view label) noexcept {
        ByteArray<N> out;
        challenge(label, MutableBytesView(out));
        return out;
    }

  private:
    friend class WitnessGenerator;
    void frame(std::string_view label, size_t size) noexcept;

    Strobe128 strobe_;
};

/// Secret randomness for a prover, bound to a transcript: it depends on the public state, on secrets of the prover and
/// on outside randomness, so that it stays secret and unrepeated if either of the two last ones is sound.
class WitnessGenerator {
  public:
    explicit WitnessGenerator(const Transcript& transcript) noexcept : strobe_(transcript.strobe_) {}

    void mix_secret(std::string_view label, BytesView secret) noexcept;

    /// After the last secret; then draw.
    void mix_randomness(const ByteArray<32>& randomness) noexcept;
    void fill(MutableBytesView out) noexcept;

  private:
    Strobe128 strobe_;
};

}  // namespace serinus::crypto
