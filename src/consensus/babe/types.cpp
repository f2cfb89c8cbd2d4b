#include "consensus/babe/types.hpp"

#include "consensus/digest_item.hpp"
#include "crypto/edwards25519/scalar.hpp"

namespace serinus::consensus::babe {
namespace {

/// The reference decodes the two scalars of a VRF proof with the claim, and takes only reduced ones.
/// Observed: schnorrkel::vrf::VRFProof::from_bytes, 0.11
bool is_decodable(const PreDigest& claim) {
    const auto has_reduced_scalars = [](const crypto::vrf::Signature& vrf) {
        for (const size_t offset : {0, 32}) {
            ByteArray<32> scalar;
            std::copy_n(vrf.proof.bytes.begin() + offset, scalar.size(), scalar.begin());
            if (!crypto::edwards25519::Scalar::from_canonical(scalar)) return false;
        }
        return true;
    };
    if (const auto* primary = std::get_if<Primary>(&claim)) return has_reduced_scalars(primary->vrf);
    const auto* secondary = std::get_if<SecondaryVrf>(&claim);
    return secondary == nullptr || has_reduced_scalars(secondary->vrf);
}

}  // namespace

Slot slot_of(const PreDigest& claim) noexcept {
    return std::visit([](const auto& c) { return c.slot; }, claim);
}

uint32_t authority_index_of(const PreDigest& claim) noexcept {
    return std::visit([](const auto& c) { return c.authority_index; }, claim);
}

Result<HeaderDigests, std::string> find_digests(const primitives::Header& header) {
    using primitives::digest::Consensus;
    using primitives::digest::PreRuntime;
    HeaderDigests out;
    for (const auto& item : header.digest) {
        if (auto claim = find_in_item<PreDigest, PreRuntime>(item, primitives::kBabeEngine);
            claim && is_decodable(*claim)) {
            if (out.claim) return Err(std::string("it has two BABE pre-digests"));
            out.claim = std::move(claim);
        }
        auto log = find_in_item<ConsensusLog, Consensus>(item, primitives::kBabeEngine);
        if (!log) continue;
        if (auto* epoch = std::get_if<NextEpoch>(&*log)) {
            if (out.next_epoch) return Err(std::string("it announces two next epochs"));
            out.next_epoch = std::move(*epoch);
        } else if (const auto* config = std::get_if<NextConfig>(&*log)) {
            if (out.next_config) return Err(std::string("it announces two configurations of the next epoch"));
            out.next_config = std::get<NextConfigV1>(*config);
        }
    }
    return out;
}

}  // namespace serinus::consensus::babe
