#include "services/collator/collating.hpp"

#include "authorship/inherents.hpp"
#include "base/format.hpp"
#include "base/hex.hpp"
#include "collator/client_blocks.hpp"
#include "collator/digests.hpp"
#include "collator/scheduling_parent.hpp"
#include "collator/slot_pace.hpp"
#include "platform/log.hpp"
#include "runtime_api/aura.hpp"
#include "runtime_api/babe.hpp"
#include "runtime_api/block_calls.hpp"
#include "runtime_api/cumulus.hpp"
#include "services/metrics_text.hpp"

namespace serinus::services {

namespace aura = runtime_api::aura;
namespace cumulus = runtime_api::cumulus;
using collator::BlockToBuild;
using collator::CollationBuilder;
using collator::CorePlan;
using collator::ParachainFacts;
using collator::RelayContext;
using collator::SlotPlan;
using pool::ReadyTransaction;

namespace {

constexpr const char* kAuraLog = "aura::cumulus";
/// The part of the largest proof that a block may fill. Observed: cumulus-client-consensus-aura 0.36.0
constexpr size_t kPovPercent = 85;
/// Of a block's time: the pool gets this part to process the parent. Observed: sc-basic-authorship 0.57.0
constexpr uint64_t kPoolPart = 8;

template <class T>
Result<T, std::string> asked(Result<T, executor::CallError> answer, const char* what) {
    if (!answer) return Err(std::string(what) + ": " + answer.error().reason);
    return *std::move(answer);
}

/// Of a runtime without the API, or with an older version: `otherwise`.
template <class T>
Result<T, std::string> asked_or(Result<T, executor::CallError> answer, T otherwise, const char* what) {
    if (!answer && answer.error().kind == executor::CallError::Kind::kNoSuchMethod) return otherwise;
    return asked(std::move(answer), what);
}

double kilobytes(size_t bytes) { return static_cast<double>(bytes) / 1024; }

}  // namespace

struct Collating::Work {
    RelayContext context;
    collator::SlotPace pace;
    crypto::KeyPair key;
    Header head;  ///< of the last block that was made, or the parent

    // Of the core that is worked at.
    collator::CandidatePlace place = {};
    collator::ParachainInherentData inherent = {};
    std::unique_ptr<state::BlockState> state = {};
    std::optional<CollationBuilder> builder = {};

    const SlotPlan& plan() const { return pace.plan(); }
    const CorePlan& core() const { return pace.core(); }
};

Collating::Collating(NodeParts& node, const Relay& relay, polkadot_primitives::ParaId para)
    : client_(node.client),
      pool_(node.pool),
      keys_(node.keys),
      scheduler_(node.scheduler),
      relay_(relay),
      para_(para) {}

Collating::~Collating() { Collating::stop(); }

Result<void, std::string> Collating::start() {
    ENSURE(client_.engine() == primitives::kAuraEngine,
           std::string("blocks of a parachain are made by Aura alone, which this chain's runtime does not have"));
    lane_ = scheduler_.make_lane({.name = "collator", .runs_on = platform::WorkClass::kConsensus});
    relay_.protocol.set_on_leaf([this](const paras::RelayState& leaf) {
        (void)lane_->post_always([this, hash = leaf.hash] { on_leaf(hash); });
    });
    relay_.chain.add_listener(relay_listener_);
    log::info(kAuraLog, "Starting slot-based block-builder task.");
    return {};
}

void Collating::stop() {
    if (lane_ == nullptr) return;
    relay_.chain.remove_listener(relay_listener_);
    relay_.protocol.set_on_leaf({});
    lane_->close();
}

// --- what is to be done ---

/// Another node may say that there is a block before it says that it is the best one.
void Collating::note_best(const Hash256& block) {
    (void)lane_->post_always([this, block] {
        if (last_leaf_ == block) on_leaf(block);
    });
}

void Collating::on_leaf(const Hash256& leaf) {
    last_leaf_ = leaf;
    if (relay_.chain.best().hash != leaf) return;
    last_leaf_.reset();
    best_leaf_ = leaf;
    next_leaf_ = leaf;
    if (work_ == nullptr) begin_next();
}

/// Candidates of version 3 need no block of their slot: they are made when it begins.
void Collating::wake_with_slot(uint64_t relay_slot_ms) {
    if (std::exchange(wakes_with_slot_, true)) return;
    (void)lane_->post_after(relay_slot_ms - scheduler_.unix_now_ms() % relay_slot_ms, [this] {
        wakes_with_slot_ = false;
        next_leaf_ = best_leaf_;
        if (work_ == nullptr) begin_next();
    });
}

void Collating::begin_next() {
    if (!next_leaf_) return;
    const Hash256 leaf = *std::exchange(next_leaf_, std::nullopt);
    if (relay_.protocol.is_syncing()) return;
    auto work = prepare(leaf);
    if (!work) {
        // The same for each block of the relay chain, as long as nothing is done about it.
        const bool is_new = work.error() != last_trouble_;
        last_trouble_ = work.error();
        log::write(is_new ? log::Level::kWarn : log::Level::kDebug, kAuraLog, "No block is made: " + work.error());
        return;
    }
    if (*work == nullptr) return;
    last_trouble_.clear();
    work_ = *std::move(work);
    watch_.begin(work_->plan());
    {
        const std::lock_guard lock(mutex_);
        ++figures_.slots;
    }
    begin_core();
}

auto Collating::wanted_on(const Hash256& block) -> OrReason<Wanted> {
    Wanted out;
    TRY_ASSIGN(out.relay_parent_offset, asked_or(client_.calls().ask(block, cumulus::kRelayParentOffset), uint32_t{0},
                                                 "the offset of the relay parent"));
    TRY_ASSIGN(out.is_v3,
               asked_or(client_.calls().ask(block, cumulus::kSchedulingV3Enabled), false, "the version of candidates"));
    return out;
}

auto Collating::read_context(const Hash256& leaf, const Wanted& wanted) -> OrReason<std::optional<RelayContext>> {
    TRY_ASSIGN(const bool is_v3, collator::uses_version_3(relay_.chain, leaf, wanted.is_v3));
    if (!is_v3) return collator::read_relay_context(relay_.chain, para_, leaf, wanted.relay_parent_offset);
    TRY_ASSIGN(const auto babe, asked(relay_.chain.calls().ask(leaf, runtime_api::babe::kConfiguration),
                                      "the length of the relay chain's slots"));
    ENSURE(babe.slot_duration_ms > 0, std::string("the relay chain's slots have no length"));
    wake_with_slot(babe.slot_duration_ms);
    TRY_ASSIGN(const auto scheduling_parent,
               collator::find_scheduling_parent(relay_.chain, leaf, scheduler_.unix_now_ms() / babe.slot_duration_ms));
    if (!scheduling_parent) return std::optional<RelayContext>();
    return collator::read_relay_context_v3(relay_.chain, para_, *scheduling_parent, wanted.relay_parent_offset);
}

/// Where the slot's first block goes. The runtime that makes it decides on the relay parent: that of the block that is
/// built upon, which is mostly the best one's.
auto Collating::find_context(const Hash256& leaf, std::optional<collator::FoundParent>& parent)
    -> OrReason<std::optional<RelayContext>> {
    TRY_ASSIGN(const Wanted wanted, wanted_on(client_.best().hash));
    TRY_ASSIGN(auto context, read_context(leaf, wanted));
    if (!context) return context;
    collator::ClientBlocks blocks(client_);
    parent = collator::find_parent(blocks, context->facts.search);
    if (!parent) return context;
    TRY_ASSIGN(const Wanted own, wanted_on(primitives::header_hash(parent->parent)));
    if (own == wanted) return context;
    return read_context(leaf, own);
}

auto Collating::para_facts(const Hash256& parent, const RelayContext& context) -> OrReason<ParachainFacts> {
    auto& calls = client_.calls();
    const auto most = calls.ask(parent, cumulus::kMaxClaimQueueOffset);
    if (!most && most.error().kind != executor::CallError::Kind::kNoSuchMethod) {
        return Err("the offset of the claim queue: " + most.error().reason);
    }
    TRY_ASSIGN(const uint64_t slot_ms, asked(calls.ask(parent, aura::kSlotDuration), "the length of slots"));
    const auto offset = static_cast<uint32_t>(context.facts.headers.size()) - 1;
    ParachainFacts out{
        .para = para_,
        .slot_ms = slot_ms,
        .claim_queue_offset = collator::claim_queue_offset(context.scheduling_session_offset.has_value(), offset,
                                                           most ? std::optional(*most) : std::nullopt)};
    auto rate = calls.ask(parent, cumulus::kTargetBlockRate);
    if (rate) out.block_rate = *rate;
    return out;
}

std::optional<crypto::KeyPair> Collating::key_of(const aura::AuthorityKey& author) const {
    for (const crypto::Scheme scheme : {crypto::Scheme::kSr25519, crypto::Scheme::kEd25519}) {
        if (auto pair = keys_.find(crypto::key_types::kAura, scheme, author)) return pair;
    }
    return std::nullopt;
}

/// nullptr: nothing is to be done at this leaf. Errors: what an operator should hear of.
auto Collating::prepare(const Hash256& leaf) -> OrReason<std::unique_ptr<Work>> {
    const auto nothing = [&](const std::string& why) {
        log::debug(kAuraLog, [&] { return "Nothing to do at " + to_hex_prefixed(leaf.bytes) + ": " + why; });
        return std::unique_ptr<Work>();
    };
    std::optional<collator::FoundParent> parent;
    TRY_ASSIGN(auto context, find_context(leaf, parent));
    if (!context) return nothing("there is no relay parent for a block");
    if (!parent) return nothing("this node lacks the included or the pending block");
    const Hash256 parent_hash = primitives::header_hash(parent->parent);
    TRY_ASSIGN(const auto authorities, asked(client_.calls().ask(parent_hash, aura::kAuthorities), "the authorities"));
    TRY_ASSIGN(ParachainFacts facts, para_facts(parent_hash, *context));
    facts.authority_count = authorities.size();
    const auto plan = collator::plan_slot(context->facts, facts, parent->parent);
    if (!plan) return nothing(to_string(plan.error()));
    const auto is_own = [&](size_t author) { return key_of(authorities[author]).has_value(); };
    if (const auto expects = watch_.expect(*plan, authorities.size(), is_own)) relay_.protocol.set_authoring(*expects);
    switch (watch_.turn(*plan, is_own)) {
        case collator::SlotWatch::Turn::kWorkedAt:
            return nothing("the slot was worked at");
        case collator::SlotWatch::Turn::kOthers:
            return nothing(format_text("slot {} is another author's", plan->slot));
        case collator::SlotWatch::Turn::kOwn:
            break;
    }
    auto key = key_of(authorities[plan->author]);
    ENSURE(key.has_value(), std::string("the key of the slot is gone"));

    const uint64_t slot_ms = context->facts.slot_ms;
    const uint64_t offset_ms = context->scheduling_session_offset ? 0 : collator::SlotPace::kOffsetMs;
    const uint64_t end_ms =
        collator::SlotPace::end_of_slot(scheduler_.now_ms(), scheduler_.unix_now_ms(), slot_ms, offset_ms);
    Header head = std::move(parent->parent);
    return std::unique_ptr<Work>(new Work{.context = *std::move(context),
                                          .pace = collator::SlotPace(*plan, slot_ms, facts.slot_ms, end_ms),
                                          .key = *std::move(key),
                                          .head = std::move(head)});
}

// --- a core ---

void Collating::begin_core() {
    (void)lane_->post_always([this] {
        if (const auto opened = open_core(); !opened) return fail(opened.error());
        next_block();
    });
}

Result<void, std::string> Collating::open_core() {
    Work& work = *work_;
    const RelayContext& context = work.context;
    const Hash256 parent = primitives::header_hash(work.head);
    work.pace.begin_core(scheduler_.now_ms());
    auto state = client_.state_of(parent);
    ENSURE(state.has_value(), "the parent's state: " + state.error().reason);
    auto runtime = client_.runtime_of(parent);
    ENSURE(runtime.has_value(), "the parent's runtime: " + runtime.error().reason);
    constexpr std::string_view kCodeKey = ":code";
    const auto code = (*state)->get(state::Area::top(), as_bytes(kCodeKey));
    ENSURE(code.has_value() && *code, std::string("the parent's code cannot be read"));

    work.place = {.para = para_,
                  .relay_parent = primitives::header_hash(context.relay_parent()),
                  .validation_data = context.included,
                  .validation_code_hash = {hashing::blake2b_256(**code)},
                  .core = work.core().core,
                  .session_index = context.session_index,
                  .validator_count = context.validator_count};
    if (context.scheduling_session_offset) {
        work.place.scheduling_parent = context.scheduling_parent();
        work.place.scheduling_session_offset = *context.scheduling_session_offset;
    }
    work.place.validation_data.parent_head = {scale::encode(work.head)};
    TRY_ASSIGN(auto more_keys, asked_or(client_.calls().ask(parent, cumulus::kKeysToProve),
                                        std::vector<collator::RelayStorageKey>(), "the keys to prove"));
    // In version 3 the proof of the scheduling parent has the descendants.
    const bool has_descendants = context.facts.headers.size() > 1 && !context.scheduling_session_offset;
    work.inherent = TRY(collator::read_inherent(relay_.chain, para_, context, work.place.validation_data,
                                                has_descendants, std::move(more_keys), relay_.protocol.peer_id()));
    work.builder.reset();
    work.state = *std::move(state);
    work.builder.emplace(client_.executor(), *std::move(runtime), work.state->nodes(), work.head);
    return {};
}

auto Collating::can_build_upon(const Hash256& block) const -> OrReason<bool> {
    const Hash256 included = work_->context.included_block();
    if (block == included) return true;
    const auto version = client_.api_version(block, cumulus::kCanBuildUpon.api());
    ENSURE(version.has_value(), version.error().reason);
    const bool has_relay_slot = version->value_or(0) >= cumulus::kFirstWithRelaySlot;
    return asked_or(client_.calls().ask(block, cumulus::kCanBuildUpon, included,
                                        has_relay_slot ? work_->plan().relay_slot : work_->plan().slot),
                    true, "whether a block may follow");
}

void Collating::next_block() {
    Work& work = *work_;
    if (!work.pace.has_block()) return end_core();
    const Hash256 parent = primitives::header_hash(work.head);
    const auto may = can_build_upon(parent);
    if (!may) return fail(may.error());
    if (!*may) {
        log::debug(kAuraLog,
                   [] { return std::string("Cannot build next block due to unincluded segment constraints"); });
        return end_work();
    }
    work.pace.begin_block(scheduler_.now_ms());
    pool_.when_ready(parent, work.pace.block_duration_ms() / kPoolPart, lane_,
                     [this](const std::vector<ReadyTransaction>& transactions) { build_block(transactions); });
}

auto Collating::next_block_to_build() const -> OrReason<BlockToBuild> {
    const Work& work = *work_;
    BlockToBuild out;
    out.digest.push_back(collator::digest_item_of(
        collator::CoreInfo{.selector = work.core().selector,
                           .claim_queue_offset = work.plan().claim_queue_offset,
                           .number_of_cores = static_cast<uint16_t>(work.plan().cores.size())}));
    if (work.builder->takes_bundles()) {
        out.digest.push_back(collator::digest_item_of(collator::BlockBundleInfo{
            .index = static_cast<uint8_t>(work.pace.block_index()), .is_last = work.pace.ends_bundle()}));
    }
    out.digest.emplace_back(primitives::digest::PreRuntime{primitives::kAuraEngine, scale::encode(work.plan().slot)});
    out.inherents = authorship::common_inherents(work.plan().timestamp_ms);
    collator::add_parachain_inherent(work.inherent, out.inherents);
    out.limits =
        authorship::limits_within(work.pace.block_begun_ms(), work.pace.block_duration_ms(),
                                  work.place.validation_data.max_pov_size * kPovPercent / 100, lane_->stop_token());
    out.seal = [this](const Hash256& hash) {
        return primitives::digest::Seal{primitives::kAuraEngine,
                                        work_->key.sign(hash.bytes, scheduler_.random_array<32>())};
    };
    return out;
}

/// Whether another block may follow in the same core.
auto Collating::add_block(const std::vector<ReadyTransaction>& transactions) -> OrReason<bool> {
    Work& work = *work_;
    TRY_ASSIGN(BlockToBuild block, next_block_to_build());
    const bool is_last = work.pace.ends_bundle();
    block.transactions = transactions;
    auto proposal = work.builder->add_block(std::move(block), [this] { return scheduler_.now_ms(); });
    ENSURE(proposal.has_value(), "Unable to build block at slot: " + proposal.error().reason);
    log::info(kAuraLog, authorship::prepared_line(*proposal));
    std::map<std::string, std::vector<Hash256>> invalid;
    for (const auto& [hash, reason] : proposal->invalid) invalid[reason].push_back(hash);
    for (const auto& [reason, hashes] : invalid) (void)pool_.remove(hashes, reason);
    work.head = work.builder->head();
    const Hash256 hash = primitives::header_hash(work.head);
    log::info(kAuraLog,
              format_text("🔖 Pre-sealed block for proposal at {}. Hash now {}, previously {}.", work.head.number.value,
                          to_hex_prefixed(hash.bytes), to_hex_prefixed(proposal->block.hash.bytes)));
    const auto outcome = client_.import_built(work.builder->last_block());
    ENSURE(outcome.has_value(), "Failed to import built block: " + outcome.error().reason);
    ENSURE(outcome->kind == chain::ImportOutcome::Kind::kImported,
           "Failed to import built block: " + outcome->to_string());
    const std::lock_guard lock(mutex_);
    ++figures_.blocks;
    return !is_last && work.builder->may_continue();
}

void Collating::build_block(const std::vector<ReadyTransaction>& transactions) {
    if (work_ == nullptr) return;
    const auto continues = add_block(transactions);
    if (!continues) return fail(continues.error());
    const uint64_t pause_ms = work_->pace.end_block(scheduler_.now_ms());
    if (!*continues) return end_core();
    (void)lane_->post_after(pause_ms, [this] { next_block(); });
}

auto Collating::offer_collation() -> OrReason<void> {
    Work& work = *work_;
    auto proof = work.context.scheduling_proof();
    ENSURE(!proof || work.builder->takes_bundles(),
           std::string("the runtime wants candidates of version 3, whose block data it does not take"));
    auto made = work.builder->finish(std::move(proof));
    ENSURE(made.has_value(), "Unable to build collation: " + made.error().reason);
    collator::Collation& collation = *made;
    size_t header_bytes = 0, body_bytes = 0;
    std::string numbers;
    for (const chain::BuiltBlock& one : collation.blocks) {
        header_bytes += scale::encoded_size(one.block.header);
        body_bytes += scale::encoded_size(one.block.body);
        numbers += (numbers.empty() ? "" : ", ") + std::to_string(one.block.header.number.value);
    }
    log::info("cumulus-collator",
              format_text("PoV size header_kb={} extrinsics_kb={} storage_proof_kb={}", kilobytes(header_bytes),
                          kilobytes(body_bytes), kilobytes(collation.proof_size)));
    log::info(kAuraLog, format_text("Compressed PoV size: {}kb block_numbers=[{}]",
                                    kilobytes(collation.pov.block_data.size()), numbers));
    auto receipt = collator::make_candidate(work.place, std::move(collation.commitments), collation.pov,
                                            work.context.facts.claims);
    ENSURE(receipt.has_value(), "Unable to build collation: " + std::string(to_string(receipt.error())));
    {
        const std::lock_guard lock(mutex_);
        ++figures_.collations;
        figures_.last_pov_bytes = collation.pov.block_data.size();
        figures_.last_version = work.place.scheduling_parent ? 3 : 2;
    }
    log::debug(kAuraLog, [&] { return format_text("Submitting collation for core {}", work.core().core._0); });
    relay_.protocol.distribute({.scheduling_parent = work.context.scheduling_parent(),
                                .core = work.core().core,
                                .collations = {{.receipt = receipt->to_plain(),
                                                .pov = std::move(collation.pov),
                                                .parent_head = {std::move(collation.parent_head)}}}});
    return {};
}

void Collating::end_core() {
    Work& work = *work_;
    if (work.pace.block_index() == 0) return end_work();
    if (const auto offered = offer_collation(); !offered) return fail(offered.error());
    // The blocks of the next core have their own share of the slot.
    const uint64_t left_ms = work.pace.left_of_core_ms(scheduler_.now_ms());
    if (!work.pace.next_core()) return end_work();
    (void)lane_->post_after(left_ms, [this] { begin_core(); });
}

void Collating::end_work() {
    work_.reset();
    begin_next();
}

void Collating::fail(const std::string& reason) {
    if (!lane_->stop_token().stop_requested()) log::error(kAuraLog, reason);
    {
        const std::lock_guard lock(mutex_);
        ++figures_.failures;
    }
    end_work();
}

void Collating::write_metrics(MetricsText& out) const {
    const std::lock_guard lock(mutex_);
    const auto count = [](uint64_t value) { return static_cast<double>(value); };
    out.counter("serinus_collator_slots_total", "Slots of the relay chain in which this node was the author",
                count(figures_.slots));
    out.counter("serinus_collator_blocks_total", "Blocks that this node has made of its parachain",
                count(figures_.blocks));
    out.counter("serinus_collator_collations_total", "Collations that validators were offered",
                count(figures_.collations));
    out.counter("serinus_collator_failures_total", "Slots in which something failed", count(figures_.failures));
    out.gauge("serinus_collator_candidate_version", "Version of the last candidate that validators were offered",
              static_cast<double>(figures_.last_version));
    out.gauge("serinus_collator_last_pov_bytes", "Size of the last proof of validity, compressed",
              static_cast<double>(figures_.last_pov_bytes));
}

void add_collating(NodeParts& node, const Collating::Relay& relay, polkadot_primitives::ParaId para) {
    node.add<Collating>(node, relay, para);
}

}  // namespace serinus::services
