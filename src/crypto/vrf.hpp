/// The verifiable random function of sr25519 keys (schnorrkel), as BABE and approval voting use it.
/// Spec: sect-vrf
///
/// A transcript and a public key are hashed to a point, the input; the secret scalar times the input is the pre-output;
/// a proof shows that the same scalar made pre-output and public key. Random bytes are drawn from input and pre-output.
/// Secrets are handled in constant time; checks are of public data and need not be. No randomness is drawn here.
#pragma once

#include <span>

#include "crypto/merlin.hpp"
#include "crypto/sr25519.hpp"

namespace serinus::crypto::vrf {

using sr25519::KeyPair;
using sr25519::PublicKey;

using PreOutput = FixedBytes<32, struct VrfPreOutputTag>;            ///< a compressed point
using Proof = FixedBytes<64, struct VrfProofTag>;                    ///< challenge c, response s. Spec: defn-vrf-proof
using BatchableProof = FixedBytes<96, struct VrfBatchableProofTag>;  ///< commitments R and Hr, response s

/// What stands in a block's pre-runtime digest or an assignment certificate.
struct Signature {
    PreOutput pre_output;
    Proof proof;

    friend bool operator==(const Signature&, const Signature&) = default;
};

/// Input and pre-output, as compressed points. Only as good as where it comes from: evaluate() and verify() make true
/// ones, attach() takes the pre-output on trust.
struct InOut {
    ByteArray<32> input;
    PreOutput output;

    friend bool operator==(const InOut&, const InOut&) = default;
};

/// The transcript of a proof that signs nothing besides.
inline Transcript no_extra() noexcept { return Transcript("VRF"); }

/// Evaluates without proving, to see first whether the outcome is worth a proof.
InOut evaluate(const KeyPair& key, Transcript input) noexcept;

/// Two forms of one proof: the network sends the short one; the other can be checked in batches.
struct Proofs {
    Proof proof;
    BatchableProof batchable;
};

/// Proves what evaluate() gave for this key. `extra` is signed along but does not change the output.
///
/// `randomness` need not be secret. Make it fresh all the same: Kusama's nonce depends on the input and on the key's
/// nonce seed, but not on the output, so that two proofs of different outputs with one randomness would give the key
/// away.
///
/// Spec: defn-vrf-dleq-prove
Proofs prove(const KeyPair& key, const InOut& in_out, const ByteArray<32>& randomness,
             Transcript extra = no_extra()) noexcept;

/// evaluate() and prove() in one call.
Signature sign(const KeyPair& key, Transcript input, const ByteArray<32>& randomness,
               Transcript extra = no_extra()) noexcept;

/// Pairs a pre-output with its input. nullopt: it is not a point, or is the identity.
std::optional<InOut> attach(const PublicKey& public_key, Transcript input, const PreOutput& output) noexcept;

/// The input and output that the signature proves; nullopt: it proves nothing. The signature may be any bytes.
/// Spec: defn-vrf-dleq-verify
[[nodiscard]] std::optional<InOut> verify(const PublicKey& public_key, Transcript input, const Signature& signature,
                                          Transcript extra = no_extra()) noexcept;

/// The short form of a batchable proof; it is valid exactly if that proof is. nullopt: its response is not a reduced
/// scalar.
std::optional<Proof> shorten(const PublicKey& public_key, const InOut& in_out, const BatchableProof& proof,
                             Transcript extra = no_extra()) noexcept;

/// Random bytes of the output. Different contexts give independent bytes.
void make_bytes(const InOut& in_out, std::string_view context, MutableBytesView out) noexcept;

template <size_t N>
ByteArray<N> make_bytes(const InOut& in_out, std::string_view context) noexcept {
    ByteArray<N> out;
    make_bytes(in_out, context, MutableBytesView(out));
    return out;
}

// BABE's uses.

/// What a validator evaluates for a slot, as a primary and as a secondary author.
/// Spec: defn-babe-vrf-transcript
Transcript babe_transcript(const ByteArray<32>& epoch_randomness, uint64_t slot, uint64_t epoch_index) noexcept;

/// A primary author must stay below its threshold with this.
/// Spec: defn-vrf-context
unsigned __int128 babe_score(const InOut& in_out) noexcept;

/// What a block adds to the randomness of a later epoch.
/// Observed: sp-consensus-babe 0.50.0: its context, "BabeVRFInOutContext", is not in the specification.
ByteArray<32> babe_randomness(const InOut& in_out) noexcept;

}  // namespace serinus::crypto::vrf
