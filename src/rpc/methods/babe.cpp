/// babe_epochAuthorship: the slots of this epoch that the node's keys may author. Observed: sc-consensus-babe-rpc
#include <map>

#include "codec/scale.hpp"
#include "consensus/babe/author.hpp"
#include "crypto/ss58.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;
namespace babe = consensus::babe;

constexpr int kFetchEpoch = 9002;

/// Ours: a chain with longer epochs is not asked for all of its slots.
constexpr uint64_t kMaxEpochLength = 100'000;

/// What `BabeApi_current_epoch` returns.
struct RuntimeEpoch {
    uint64_t index = 0;
    babe::Slot start_slot = 0;
    uint64_t length = 0;  ///< slots
    std::vector<babe::Authority> authorities;
    babe::Randomness randomness{};
    babe::EpochConfig config;
};

RpcError fetch_error() { return {kFetchEpoch, "Failed to fetch epoch data"}; }

std::vector<babe::OwnAuthority> own_authorities(const crypto::NodeKeys& keys,
                                                const std::vector<babe::Authority>& authorities) {
    std::vector<babe::OwnAuthority> ours;
    for (uint32_t i = 0; i < authorities.size(); ++i) {
        const auto pair = keys.find(crypto::key_types::kBabe, crypto::Scheme::kSr25519, authorities[i].key);
        if (pair && pair->sr25519() != nullptr) ours.push_back({i, *pair->sr25519()});
    }
    return ours;
}

struct Slots {
    json::array primary, secondary, secondary_vrf;

    json::array& of(const babe::PreDigest& claim) {
        if (std::holds_alternative<babe::Primary>(claim)) return primary;
        return std::holds_alternative<babe::SecondaryVrf>(claim) ? secondary_vrf : secondary;
    }
};

RpcResult epoch_authorship(Services& services, const Call& call) {
    const auto answer = call_runtime(services.client, call, services.client.best().hash, "BabeApi_current_epoch", {});
    ENSURE(answer, fetch_error());
    const auto found = scale::decode<RuntimeEpoch>(*answer);
    ENSURE(found && found->length <= kMaxEpochLength, fetch_error());
    const babe::Epoch epoch{
        {.index = found->index, .start_slot = found->start_slot, .announced_by = {}, .config = found->config},
        found->authorities,
        found->randomness};
    const auto ours = own_authorities(services.keys, epoch.authorities);
    std::map<uint32_t, Slots> claims;
    for (babe::Slot slot = found->start_slot; !ours.empty() && slot < found->start_slot + found->length; ++slot) {
        const auto won = babe::claim_slot(epoch, slot, ours, {});
        if (won) claims[won->author->index].of(won->claim).emplace_back(slot);
    }
    json::object out;
    for (auto& [index, slots] : claims) {
        out[crypto::ss58::encode(crypto::ss58::kSubstratePrefix, epoch.authorities[index].key)] =
            json::object{{"primary", std::move(slots.primary)},
                         {"secondary", std::move(slots.secondary)},
                         {"secondary_vrf", std::move(slots.secondary_vrf)}};
    }
    return out;
}

}  // namespace

void add_babe(Registry& registry, Services& services) {
    if (services.client.engine() != primitives::kBabeEngine) return;
    registry.method("babe_epochAuthorship", {.safety = Safety::kUnsafe},
                    [&services](const Call& call) { return epoch_authorship(services, call); });
}

}  // namespace serinus::rpc
