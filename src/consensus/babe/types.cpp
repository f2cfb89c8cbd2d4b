#include "consensus/babe/types.hpp"

namespace serinus::consensus::babe {

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
        if (const auto* pre = std::get_if<PreRuntime>(&item);
            pre != nullptr && pre->engine == primitives::kBabeEngine) {
            auto claim = scale::decode<PreDigest>(pre->data);
            if (!claim) return Err("its BABE pre-digest cannot be decoded: " + to_string(claim.error()));
            if (out.claim) return Err(std::string("it has two BABE pre-digests"));
            out.claim = *std::move(claim);
        }
        const auto* consensus = std::get_if<Consensus>(&item);
        if (consensus == nullptr || consensus->engine != primitives::kBabeEngine) continue;
        auto log = scale::decode<ConsensusLog>(consensus->data);
        if (!log) return Err("its BABE consensus digest cannot be decoded: " + to_string(log.error()));
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
