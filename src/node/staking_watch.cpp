#include "node/staking_watch.hpp"

#include "base/hex.hpp"
#include "metadata/metadata.hpp"
#include "platform/log.hpp"
#include "runtime_api/block_calls.hpp"
#include "runtime_api/newest_metadata.hpp"

namespace serinus::node {
namespace {

constexpr const char* kWatchTarget = "staking";
constexpr primitives::BlockNumber kBlocksBetween = 10;

template <class T>
T constant_or(const metadata::Metadata& metadata, std::string_view pallet, std::string_view name, T otherwise) {
    const auto* constant = metadata.find_constant(pallet, name);
    if (constant == nullptr) return otherwise;
    const auto value = scale::decode<T>(constant->value);
    return value ? *value : otherwise;
}

}  // namespace

StakingWatch::StakingWatch(chain::Client& client, const crypto::NodeKeys* keys, platform::Scheduler& scheduler)
    : client_(client),
      keys_(keys),
      guard_([](const primitives::AccountId& who) { return to_hex_prefixed(who.bytes); }),
      lane_(
          scheduler.make_lane({.name = "staking-watch", .max_waiting = 1, .runs_on = platform::WorkClass::kRuntime})) {
    client_.add_listener(this);
    (void)lane_->post([this, id = client_.best()] { look(id); });
}

StakingWatch::~StakingWatch() {
    client_.remove_listener(this);
    lane_->close();
}

void StakingWatch::on_imported(const chain::ImportedBlock& block) {
    if (!block.is_new_best || block.id.number % kBlocksBetween != 0) return;
    // While the last look takes long the next one is left out.
    (void)lane_->post([this, id = block.id] { look(id); });
}

std::optional<staking::GuardFacts> StakingWatch::facts() const {
    const std::lock_guard lock(mutex_);
    return facts_;
}

void StakingWatch::look(const chain::BlockId& block) {
    const auto fail = [&](const std::string& reason) {
        if (!std::exchange(has_failed_, true))
            log::debug(kWatchTarget, [&] { return "No look at stakers: " + reason; });
    };
    if (!has_staking_) {
        const auto read = read_constants(block);
        if (!read) return fail(read.error());
        has_staking_ = *read;
    }
    if (!*has_staking_) return;
    auto state = client_.state_of(block.hash);
    if (!state) return fail(state.error().reason);
    auto stashes = own_stashes(**state);
    if (!stashes) return fail(stashes.error());
    options_.stashes = *std::move(stashes);
    const auto facts = staking::read_guard_facts(**state, options_);
    if (!facts) return fail(facts.error());
    {
        const std::lock_guard lock(mutex_);
        facts_ = *facts;
    }
    if (!*facts) return;
    for (const std::string& warning : guard_.examine(**facts)) log::warn(kWatchTarget, warning);
}

/// Whether the chain has Staking.
Result<bool, std::string> StakingWatch::read_constants(const chain::BlockId& block) {
    auto encoded = runtime_api::newest_metadata([&](const auto& call, const auto&... arguments) {
        return client_.calls().execute(block.hash, call, {}, arguments...);
    });
    if (!encoded) return Err(encoded.error().reason);
    TRY_ASSIGN(const auto metadata, metadata::Metadata::decode(*std::move(encoded)));
    if (metadata->find_pallet("Staking") == nullptr || metadata->find_pallet("Babe") == nullptr) return false;
    options_.epoch_slots = constant_or(*metadata, "Babe", "EpochDuration", options_.epoch_slots);
    options_.history_eras = constant_or(*metadata, "Staking", "HistoryDepth", options_.history_eras);
    return true;
}

/// The accounts that have set a BABE key of this node.
Result<std::vector<primitives::AccountId>, std::string> StakingWatch::own_stashes(state::Backend& state) const {
    std::vector<primitives::AccountId> out;
    if (keys_ == nullptr) return out;
    staking::StateReader reader(state);
    for (const Bytes& key : keys_->public_keys(crypto::key_types::kBabe, crypto::Scheme::kSr25519)) {
        const Bytes typed = concat(as_bytes("babe"), scale::encode(key));
        TRY_ASSIGN(const auto owner,
                   reader.find<primitives::AccountId>("Session", "KeyOwner", staking::twox_64_key(typed)));
        if (owner) out.push_back(*owner);
    }
    return out;
}

}  // namespace serinus::node
