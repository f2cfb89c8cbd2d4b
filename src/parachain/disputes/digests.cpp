#include "parachain/disputes/digests.hpp"

namespace serinus::parachain {

ParachainLogs read_parachain_logs(const primitives::Header& header) {
    using polkadot_primitives::v5::ConsensusLog;
    ParachainLogs out;
    for (const primitives::DigestItem& item : header.digest) {
        const auto* consensus = std::get_if<primitives::digest::Consensus>(&item);
        if (consensus == nullptr || consensus->engine != polkadot_primitives::v5::kEngine) continue;
        BytesView data = consensus->data;  // the reference reads the front of it
        const auto log = scale::take<ConsensusLog>(data);
        if (!log) continue;
        if (const auto* revert = std::get_if<ConsensusLog::Revert>(&log->v)) {
            if (revert->_0 <= header.number.value) out.reverts.push_back(revert->_0);
        } else if (const auto* force = std::get_if<ConsensusLog::ForceApprove>(&log->v)) {
            if (force->_0 < header.number.value && !out.force_approved) out.force_approved = force->_0;
        }
    }
    std::sort(out.reverts.begin(), out.reverts.end());
    return out;
}

GivenUp blocks_given_up(const Hash256& hash, const primitives::Header& header, primitives::BlockNumber final_number,
                        const std::function<std::optional<Hash256>(const Hash256&)>& parent_of) {
    GivenUp out;
    const ParachainLogs logs = read_parachain_logs(header);
    std::optional<Hash256> at = hash;
    primitives::BlockNumber number = header.number.value;
    for (auto revert = logs.reverts.rbegin(); revert != logs.reverts.rend(); ++revert) {
        if (*revert <= final_number) {
            out.names_final = true;
            break;
        }
        for (; at && number > *revert; --number) at = parent_of(*at);
        if (!at) break;
        if (out.blocks.empty() || out.blocks.back() != *at) out.blocks.push_back(*at);
    }
    return out;
}

}  // namespace serinus::parachain
