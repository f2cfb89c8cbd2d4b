/// babe_epochAuthorship: the slots of this epoch that the node's keys may author. Observed: sc-consensus-babe-rpc
/// 0.61.0
#include <map>
#include <mutex>

#include "codec/scale.hpp"
#include "consensus/babe/author.hpp"
#include "consensus/babe/epoch_changes.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;
namespace babe = consensus::babe;

constexpr int kFetchEpoch = 9002;

/// Ours: a chain with longer epochs is not asked for all of its slots.
constexpr uint64_t kMaxEpochLength = 100'000;

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

/// The slots of one epoch. Each slot costs a signature of a verifiable random function for each own key, half a second
/// for all of an epoch: the last answer is kept.
class EpochAuthorship {
  public:
    explicit EpochAuthorship(Services& services)
        : services_(services), prefix_(address_prefix(services.client.spec())) {}

    RpcResult get(const Call& call) {
        const auto& current_epoch = runtime_api::babe::kCurrentEpoch;
        const auto answer = call_runtime(services_.client, call, services_.client.best().hash, current_epoch.name, {});
        ENSURE(answer, fetch_error());
        const auto found = current_epoch.decode(*answer);
        ENSURE(found && found->length <= kMaxEpochLength, fetch_error());
        const auto ours = own_authorities(services_.keys, found->authorities);
        std::vector<uint32_t> indices;
        for (const babe::OwnAuthority& own : ours) indices.push_back(own.index);
        const std::lock_guard lock(mutex_);  // concurrent calls compute it once
        if (!last_ || last_->epoch != *answer || last_->own_indices != indices) {
            auto slots = compute(*found, ours, call.connection->stop_token());
            ENSURE(slots, fetch_error());
            last_ = Last{*answer, std::move(indices), *std::move(slots)};
        }
        return last_->slots;
    }

  private:
    struct Last {
        Bytes epoch;
        std::vector<uint32_t> own_indices;
        Json slots;
    };

    /// nullopt: the connection ended.
    std::optional<Json> compute(const babe::DescribedEpoch& found, const std::vector<babe::OwnAuthority>& ours,
                                const std::stop_token& stop) const {
        const babe::Epoch epoch{
            {.index = found.index, .start_slot = found.start_slot, .announced_by = {}, .config = found.config},
            found.authorities,
            found.randomness};
        std::map<uint32_t, Slots> claims;
        for (babe::Slot slot = found.start_slot; !ours.empty() && slot < found.start_slot + found.length; ++slot) {
            if (stop.stop_requested()) return std::nullopt;
            const auto won = babe::claim_slot(epoch, slot, ours, {});
            if (won) claims[won->author->index].of(won->claim).emplace_back(slot);
        }
        json::object out;
        for (auto& [index, slots] : claims) {
            out[crypto::ss58::encode(prefix_, epoch.authorities[index].key)] =
                json::object{{"primary", std::move(slots.primary)},
                             {"secondary", std::move(slots.secondary)},
                             {"secondary_vrf", std::move(slots.secondary_vrf)}};
        }
        return Json(std::move(out));
    }

    Services& services_;
    const crypto::ss58::Prefix prefix_;
    std::mutex mutex_;
    std::optional<Last> last_;
};

}  // namespace

void add_babe(Registry& registry, Services& services) {
    if (services.client.engine() != primitives::kBabeEngine) return;
    registry.method(
        "babe_epochAuthorship", {.safety = Safety::kUnsafe},
        [slots = std::make_shared<EpochAuthorship>(services)](const Call& call) { return slots->get(call); });
}

}  // namespace serinus::rpc
