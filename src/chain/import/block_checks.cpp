#include "chain/import/block_checks.hpp"

#include <algorithm>

#include "base/hex.hpp"
#include "chain/import/inherents.hpp"
#include "chain/import/proof_size.hpp"
#include "chain/import/refusal_reason.hpp"
#include "state/claimed_root.hpp"
#include "state/pending_state.hpp"
#include "state/read_cache.hpp"
#include "state/trie_backend.hpp"

namespace serinus::chain {
namespace {

using primitives::Block;
using primitives::Header;

Refusal unknown_parent(const Hash256& hash) {
    return {RefusalReason::kUnknownParent, "its parent " + to_hex_prefixed(hash.bytes) + " is not known"};
}

/// What a verifier may ask, answered from the database.
class DatabaseAncestry final : public Ancestry {
  public:
    DatabaseAncestry(Database& database, BlockRuntimes& runtimes, const BlockId& parent) noexcept
        : database_(&database), runtimes_(&runtimes), parent_(parent) {}

    Result<std::optional<Header>, ChainError> find_header(const Hash256& hash) override {
        return database_->blocks().find_header(hash);
    }

    Result<Bytes, ChainError> call_at_parent(std::string_view method, BytesView arguments) override {
        TRY_ASSIGN(const auto state, database_->state_of(parent_.hash));
        state::Overlay overlay(*state);
        TRY_ASSIGN(const LoadedRuntime loaded, runtimes_->of(parent_, overlay));
        auto result = runtimes_->executor().call(*loaded.runtime, method, arguments, overlay);
        if (!result) return Err(from(result.error()));
        return *std::move(result);
    }

    Result<bool, ChainError> parent_has_api(std::string_view api) override {
        TRY_ASSIGN(const auto state, database_->state_of(parent_.hash));
        state::Overlay overlay(*state);
        TRY_ASSIGN(const LoadedRuntime loaded, runtimes_->of(parent_, overlay));
        return loaded.find_api(api).has_value();
    }

    Result<std::optional<Bytes>, ChainError> find_aux(BytesView key) override {
        return database_->blocks().find_aux(key);
    }

  private:
    Database* database_;
    BlockRuntimes* runtimes_;
    BlockId parent_;
};

MaybeRefusal ruled_out(const BlockId& id, const KnownForks& forks) {
    if (std::find(forks.bad.begin(), forks.bad.end(), id.hash) != forks.bad.end()) {
        return Refusal{RefusalReason::kRuledOut, "the chain specification lists it among the bad blocks"};
    }
    for (const ForkBlock& fork : forks.right) {
        if (fork.number == id.number && fork.hash != id.hash) {
            return Refusal{RefusalReason::kRuledOut, "the chain specification says that block " +
                                                         std::to_string(id.number) + " is " +
                                                         to_hex_prefixed(fork.hash.bytes)};
        }
    }
    return {};
}

}  // namespace

KnownForks known_forks(const ChainSpec& spec) {
    return {spec.bad_blocks.value_or(std::vector<Hash256>()), spec.fork_blocks.value_or(std::vector<ForkBlock>())};
}

BlockChecks::BlockChecks(Database& database, BlockRuntimes& runtimes, HeaderVerifier* verifier, KnownForks forks)
    : database_(&database),
      runtimes_(&runtimes),
      verifier_(verifier),
      forks_(std::move(forks)),
      forecast_(std::make_unique<SignatureForecast>(runtimes.executor(), database.genesis().hash)) {}

BlockChecks::~BlockChecks() = default;

Refusal BlockChecks::other_genesis() const {
    return {RefusalReason::kOtherGenesis, "it is the genesis block of another chain; this one's is " +
                                              to_hex_prefixed(database_->genesis().hash.bytes)};
}

Result<HeaderVerdict, ChainError> BlockChecks::check_header(const BlockId& id, const Header& header) {
    BlockStore& blocks = database_->blocks();
    if (id.number == 0) return HeaderVerdict{.refusal = other_genesis()};
    const BlockId parent{header.parent_hash, id.number - 1};
    TRY_ASSIGN(const auto parent_header, blocks.find_header(parent.hash));
    if (!parent_header) return HeaderVerdict{.refusal = unknown_parent(parent.hash)};
    TRY_ASSIGN(const auto parent_record, blocks.find_record(parent.hash));
    DatabaseAncestry ancestry(*database_, *runtimes_, parent);
    const Bytes record = parent_record.value_or(Bytes());
    TRY_ASSIGN(auto verdict, begin({*parent_header, parent.hash, record, header, id.hash}, ancestry));
    if (verdict.good()) verdict.finish();
    return verdict;
}

Result<HeaderVerdict, ChainError> BlockChecks::begin(const HeaderToCheck& what, Ancestry& ancestry) {
    if (what.header.number == 0u) return HeaderVerdict{.refusal = other_genesis()};
    if (what.parent.number.value + 1 != what.header.number.value) {
        return HeaderVerdict{.refusal =
                                 Refusal{RefusalReason::kBadNumber, "its number does not follow that of its parent, " +
                                                                        std::to_string(what.parent.number.value)}};
    }
    if (auto refusal = ruled_out({what.hash, what.header.number.value}, forks_)) {
        return HeaderVerdict{.refusal = std::move(refusal)};
    }
    if (verifier_ == nullptr) return HeaderVerdict{};
    const std::lock_guard lock(verifier_mutex_);
    return verifier_->begin(what, ancestry);
}

Result<MaybeRefusal, ChainError> BlockChecks::check_can_append(const BlockId& parent) {
    TRY_ASSIGN(const bool grows, database_->can_grow(parent));
    if (grows) return MaybeRefusal();
    if (!TRY(database_->blocks().find_header(parent.hash))) return MaybeRefusal(unknown_parent(parent.hash));
    TRY_ASSIGN(const BlockId finalized, database_->blocks().finalized());
    TreeWalk walk(database_->blocks());
    if (parent.number < finalized.number || !TRY(walk.is_ancestor(finalized, parent))) {
        return MaybeRefusal({RefusalReason::kNotAboveFinalized, "it is not on top of the last finalized block, " +
                                                                    std::to_string(finalized.number) + " (" +
                                                                    to_hex_prefixed(finalized.hash.bytes) + ")"});
    }
    return MaybeRefusal({RefusalReason::kBranchTooOld,
                         "it leaves the best chain at a block whose successors count as final: it comes too late"});
}

Result<ExecutionVerdict, ChainError> BlockChecks::execute(const Block& block, BytesView inherents) {
    const BlockId parent{block.header.parent_hash, block.header.number - 1};
    TRY_ASSIGN(const auto state, database_->state_of(parent.hash));
    state::Overlay overlay(*state);
    TRY_ASSIGN(const LoadedRuntime loaded, runtimes_->of(parent, overlay));
    Values values;
    // The states of a fork have no tries.
    if (database_->is_revertible() || !counts_proof_size(loaded)) {
        return execute_on(*state, values, loaded, parent, block, inherents);
    }
    trie::Recording recording;
    state::TrieBackend recorded(state->nodes(), state->root(), &recording);
    return execute_on(recorded, values, loaded, parent, block, inherents);
}

Result<ExecutionVerdict, ChainError> BlockChecks::execute_to_keep(const Block& block, BytesView inherents) {
    // Where the states are those of a fork, the commit believes the header.
    if (!database_->is_revertible()) {
        const BlockId parent{block.header.parent_hash, block.header.number - 1};
        TRY_ASSIGN(const auto state, database_->state_of(parent.hash));
        state::Overlay overlay(*state);
        TRY_ASSIGN(const LoadedRuntime loaded, runtimes_->of(parent, overlay));
        if (counts_proof_size(loaded)) return execute(block, inherents);
        auto verdict = execute_with_claim(*state, take_values(parent.hash), loaded, parent, block, inherents);
        if (verdict) return *std::move(verdict);
    }
    return execute(block, inherents);
}

std::optional<PendingParent> BlockChecks::pending_parent(const BlockId& id, const Header& header,
                                                         std::shared_ptr<const BlockEffects> effects) {
    if (database_->is_revertible() || !state::PendingState::is_possible(effects->changes)) return std::nullopt;
    auto runtime = runtimes_->inherited(header, effects->changes);
    if (!runtime || counts_proof_size(*runtime)) return std::nullopt;
    auto state = database_->state_of(header.parent_hash);
    if (!state) return std::nullopt;
    return PendingParent{id, *std::move(runtime), header.parent_hash, *std::move(state), std::move(effects)};
}

std::optional<ExecutionVerdict> BlockChecks::execute_ahead(PendingParent parent, const Block& block,
                                                           BytesView inherents, SignatureForecast::Run signatures) {
    state::PendingState state(std::move(parent.state), parent.effects->changes);
    Values values = take_values(parent.own_parent);
    if (values != nullptr) values->apply(parent.effects->changes.top);
    auto verdict = execute_with_claim(state, std::move(values), parent.runtime, parent.id, block, inherents,
                                      std::move(signatures));
    if (!verdict || !*verdict || !(*verdict)->good()) return std::nullopt;
    return **std::move(verdict);
}

SignatureForecast::Run BlockChecks::forecast(const LoadedRuntime& runtime, std::vector<Hash256> recent,
                                             const Block& block) {
    const primitives::BlockNumber number = block.header.number;
    return forecast_->start_early(
        runtime, number,
        [this, number, recent = std::move(recent)](primitives::BlockNumber of) -> std::optional<Hash256> {
            if (of < number && number - of <= recent.size()) return recent[number - of - 1];
            return database_->blocks().find_hash(of).value_or(std::nullopt);
        },
        block.body);
}

std::optional<Result<ExecutionVerdict, ChainError>> BlockChecks::execute_with_claim(
    state::Backend& state, Values values, const LoadedRuntime& loaded, const BlockId& parent, const Block& block,
    BytesView inherents, SignatureForecast::Run signatures) {
    state::ClaimedRoot claimed(state, block.header.state_root);
    auto verdict = execute_on(claimed, values, loaded, parent, block, inherents, std::move(signatures));
    keep_values(parent.hash, std::move(values));
    if (!claimed.was_asked()) return verdict;
    if (!verdict || !verdict->good() || !claimed.was_asked_once(verdict->effects.version)) return std::nullopt;
    verdict->effects.root_is_claimed = true;
    return verdict;
}

BlockChecks::Values BlockChecks::take_values(const Hash256& block) {
    const std::lock_guard lock(values_mutex_);
    return values_of_ == block ? std::exchange(values_, nullptr) : nullptr;
}

void BlockChecks::keep_values(const Hash256& block, Values values) {
    const std::lock_guard lock(values_mutex_);
    values_of_ = block;
    values_ = std::move(values);
}

Result<ExecutionVerdict, ChainError> BlockChecks::execute_on(state::Backend& state, Values& values,
                                                             const LoadedRuntime& loaded, const BlockId& parent,
                                                             const Block& block, BytesView inherents,
                                                             SignatureForecast::Run early) {
    const auto signatures = forecast_->start(loaded, state, parent, block.body, std::move(early));
    if (auto refusal = check_body(loaded, block); refusal) return ExecutionVerdict{std::move(refusal), {}};
    if (!inherents.empty()) {
        state::Overlay scratch(state);
        TRY_ASSIGN(auto refusal, check_inherents(runtimes_->executor(), loaded, scratch, block, inherents));
        if (refusal) return ExecutionVerdict{std::move(refusal), {}};
    }
    state.roll_back_recording(0);                      // what was read until here is not the execution's
    state::ReadCache reads(state, std::move(values));  // transactions read the same few values that nobody writes
    auto verdict = [&] {
        state::Overlay overlay(reads);
        return execute_block(runtimes_->executor(), loaded, overlay, block, signatures.verifier());
    }();
    values = reads.release();
    if (verdict && verdict->good()) forecast_->learn(loaded, signatures);
    return verdict;
}

Result<ImportOutcome, ChainError> BlockChecks::check_again(const Block& block) {
    const BlockId id{primitives::header_hash(block.header), block.header.number};
    TRY_ASSIGN(auto header, check_header(id, block.header));
    if (!header.good()) return ImportOutcome{ImportOutcome::Kind::kRefused, id, std::move(header.refusal), {}};
    TRY_ASSIGN(auto execution, execute(block, header.inherents));
    if (!execution.good()) return ImportOutcome{ImportOutcome::Kind::kRefused, id, std::move(execution.refusal), {}};
    return ImportOutcome{ImportOutcome::Kind::kKnown, id};
}

}  // namespace serinus::chain
