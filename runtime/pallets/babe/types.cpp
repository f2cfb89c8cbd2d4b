#include "runtime/pallets/babe/types.hpp"

#include "runtime/protocol/vrf.hpp"
#include "runtime/sdk/host/host.hpp"

namespace serinus::sp_consensus_babe::digests {
namespace {

/// Whether 32 little-endian bytes are below the group order L = 2^252 + 27742317777372353535851937790883648493.
bool is_reduced_scalar(const uint8_t* bytes) {
    constexpr uint64_t kOrder[4] = {0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000};
    for (int i = 3; i >= 0; --i) {
        const auto limb = load_le<uint64_t>(bytes + 8 * i);
        if (limb != kOrder[i]) return limb < kOrder[i];
    }
    return false;
}

}  // namespace

uint32_t PreDigest::authority_index() const {
    return std::visit([](const auto& claim) { return claim._0.authority_index; },
                      static_cast<const decltype(v)::Base&>(v));
}

Slot PreDigest::slot() const {
    return std::visit([](const auto& claim) { return claim._0.slot; }, static_cast<const decltype(v)::Base&>(v));
}

const VrfSignature* PreDigest::vrf_signature() const {
    if (const auto* const primary = std::get_if<Primary>(&v)) return &primary->_0.vrf_signature;
    if (const auto* const secondary = std::get_if<SecondaryVRF>(&v)) return &secondary->_0.vrf_signature;
    return nullptr;
}

std::optional<PreDigest> decode_pre_digest(BytesView data) {
    auto digest = scale::take<PreDigest>(data);
    if (!digest) return std::nullopt;
    if (const VrfSignature* const signature = digest->vrf_signature()) {
        const uint8_t* const proof = signature->proof.data();
        if (!is_reduced_scalar(proof) || !is_reduced_scalar(proof + 32)) return std::nullopt;
    }
    return *std::move(digest);
}

std::optional<PreDigest> find_pre_digest(const primitives::Digest& digest) {
    for (const auto& item : digest) {
        const auto* const of_engine = std::get_if<primitives::digest::PreRuntime>(&item);
        if (!of_engine || of_engine->engine != primitives::kBabeEngine) continue;
        if (auto claim = decode_pre_digest(of_engine->data)) return claim;
    }
    return std::nullopt;
}

}  // namespace serinus::sp_consensus_babe::digests

namespace serinus::sp_consensus_babe {
namespace {

using sdk::CallHeader;

Hash256 hash_of(const CallHeader& header) { return sdk::host::blake2_256(scale::encode(header)); }

/// Whether the last digest item is the author's signature over the rest of the header.
bool is_sealed_by(CallHeader header, const AuthorityId& author) {
    if (header.digest.logs.empty()) return false;
    const auto item = std::move(header.digest.logs.back());
    header.digest.logs.pop_back();
    const auto* const seal = std::get_if<primitives::digest::Seal>(&item);
    if (!seal || seal->engine != primitives::kBabeEngine || seal->data.size() < 64) return false;
    ByteArray<64> signature;
    std::copy_n(seal->data.begin(), 64, signature.begin());
    return sdk::host::sr25519_verify(signature, hash_of(header).bytes, author._0._0);
}

}  // namespace

bool check_equivocation_proof(const EquivocationProof& proof) {
    if (hash_of(proof.first_header) == hash_of(proof.second_header)) return false;
    const auto first = digests::find_pre_digest(proof.first_header.digest.logs);
    const auto second = digests::find_pre_digest(proof.second_header.digest.logs);
    if (!first || !second) return false;
    if (proof.slot != first->slot() || first->slot() != second->slot()) return false;
    if (first->authority_index() != second->authority_index()) return false;
    return is_sealed_by(proof.first_header, proof.offender) && is_sealed_by(proof.second_header, proof.offender);
}

std::optional<Randomness> claim_randomness(const AuthorityId& author, const Randomness& epoch_randomness, Slot slot,
                                           uint64_t epoch_index, const ByteArray<32>& output) {
    sdk::Transcript transcript("BABE");
    transcript.append_u64("slot number", slot._0);
    transcript.append_u64("current epoch", epoch_index);
    transcript.append("chain randomness", epoch_randomness);
    // Observed: Kusama 1.0.0: the context is not in the specification.
    return sdk::vrf_bytes(author._0._0, std::move(transcript), output, "BabeVRFInOutContext");
}

}  // namespace serinus::sp_consensus_babe
