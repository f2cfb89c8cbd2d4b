#include "services/collator/collator_leaf.hpp"

#include <algorithm>

#include "parachain/backing/backing.hpp"

namespace serinus::services::paras {

namespace {

using KeysOfCores = std::map<CoreIndex, std::vector<parachain::AuthorityId>>;

KeysOfCores keys_of_cores(const RelayState& at, ParaId para) {
    KeysOfCores out;
    for (const auto& [core, queue] : at.claim_queue) {
        if (std::ranges::find(queue, para) == queue.end()) continue;
        const auto group = parachain::group_of_core(at.rotation, core, at.groups.size());
        if (group._0 >= at.groups.size()) continue;
        std::vector<parachain::AuthorityId>& keys = out[core];
        for (const ValidatorIndex validator : at.groups[group._0]) {
            if (validator._0 < at.session->discovery_keys.size()) {
                keys.push_back(at.session->discovery_keys[validator._0].bytes);
            }
        }
    }
    return out;
}

}  // namespace

parachain::CollatorLeaf collator_leaf(RelayStates& states, const RelayState& leaf, ParaId para) {
    parachain::CollatorLeaf out{.path = {leaf.hash}, .number = leaf.number, .groups = {}};
    out.path.insert(out.path.end(), leaf.ancestors.begin(), leaf.ancestors.end());
    for (const Hash256& block : out.path) {
        const auto state = states.at(block);
        if (!state) continue;
        if (auto keys = keys_of_cores(**state, para); !keys.empty()) out.groups.emplace(block, std::move(keys));
    }
    return out;
}

std::optional<parachain::CollatorSide::Request> decode_collation_request(RequestKind kind, BytesView content) {
    using Request = std::optional<parachain::CollatorSide::Request>;
    const auto decoded = []<class T>(Result<T, scale::DecodeError> one) {
        return one ? Request(*std::move(one)) : std::nullopt;
    };
    if (kind == RequestKind::kCollationV1) return decoded(scale::decode<parachain::CollationRequestV1>(content));
    if (kind == RequestKind::kCollationV2) return decoded(scale::decode<parachain::CollationRequestV2>(content));
    if (kind == RequestKind::kCollationV3) return decoded(scale::decode<parachain::CollationRequestV3>(content));
    return std::nullopt;
}

}  // namespace serinus::services::paras
