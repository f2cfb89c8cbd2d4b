#include "authorship/author.hpp"

#include "base/hex.hpp"
#include "chain/import/proof_size.hpp"
#include "chain/store/block_text.hpp"
#include "platform/log.hpp"
#include "state/trie_backend.hpp"

namespace serinus::authorship {

using chain::BlockId;
using chain::ChainError;

namespace {

constexpr size_t kListedTransactions = 16;  // a line must stay a line

/// The pool gets this part of the proposal's time to process the parent. Observed: polkadot-stable2407: the proposer of
/// sc-basic-authorship
constexpr uint64_t kPoolShare = 8;
/// Ours: before its share is taken, for a block without a time limit.
constexpr uint64_t kLongestPoolWaitMs = 240'000;

}  // namespace

SealError seal_error(int code, std::string reason) {
    switch (code) {
        case seal_code::kConsensus:
            return {code, "Consensus Error: " + std::move(reason)};
        case seal_code::kImportFailed:
            return {code, "Block import failed: " + std::move(reason)};
        case seal_code::kEmptyPool:
            return {code, "Transaction pool is empty, set create_empty to true, if you want to create empty blocks"};
        case seal_code::kBlockNotFound:
            return {code, "Supplied parent_hash: " + std::move(reason) + " doesn't exist in chain"};
        case seal_code::kBlockchain:
            return {code, "Finalization Error: " + std::move(reason)};
        case seal_code::kShuttingDown:
            return {code, "Consensus process is terminating"};
        default:
            return {code, "Other error: " + std::move(reason)};
    }
}

chain::InherentProviders inherents_of(const SlotEngine& engine, std::shared_ptr<ParachainsSource> parachains) {
    chain::InherentProviders out = {provide_common_inherents()};
    if (const auto identifier = engine.slot_inherent()) out.push_back(provide_slot(*identifier));
    out.push_back(provide_parachains(std::move(parachains)));
    return out;
}

Author::Author(chain::Client& client, TransactionQueue& queue, SlotEngine& engine, platform::Scheduler& scheduler,
               AuthorOptions options)
    : client_(&client),
      queue_(&queue),
      engine_(&engine),
      scheduler_(&scheduler),
      inherents_(options.inherents.empty() ? inherents_of(engine, std::move(options.parachains))
                                           : std::move(options.inherents)),
      stop_(std::move(options.stop)),
      on_authored_(std::move(options.on_authored)) {}

void Author::author_block(BlockRequest request, Callback callback) {
    const uint64_t start_ms = scheduler_->now_ms();
    const uint64_t timeout_ms = std::min(request.duration_ms, kLongestPoolWaitMs) / kPoolShare;
    const Hash256 parent = request.parent.hash;
    if (request.development != nullptr && request.development->transactions) {
        std::vector<pool::ReadyTransaction> given;
        for (const auto& extrinsic : *request.development->transactions) {
            given.push_back({.hash = pool::hash_of(extrinsic),
                             .extrinsic = std::make_shared<const primitives::Extrinsic>(extrinsic)});
        }
        return callback(build_and_import(request, start_ms, given));
    }
    queue_->when_ready(parent, timeout_ms,
                       [this, start_ms, request = std::move(request),
                        callback = std::move(callback)](std::vector<pool::ReadyTransaction> transactions) mutable {
                           callback(build_and_import(request, start_ms, transactions));
                       });
}

Result<Proposal, SealError> Author::propose(const BlockRequest& request, const ProposalLimits& limits,
                                            const std::vector<pool::ReadyTransaction>& transactions) {
    const auto failed = [](const ChainError& error) { return Err(seal_error(seal_code::kConsensus, error.reason)); };
    const BlockId& parent = request.parent;
    const auto parent_header = client_->find_header(parent.hash);
    if (!parent_header) return failed(parent_header.error());
    if (*parent_header == nullptr)
        return Err(seal_error(seal_code::kBlockNotFound, to_hex_prefixed(parent.hash.bytes)));
    log::info(engine_->log_target(), "🙌 Starting consensus session on top of parent " +
                                         to_hex_prefixed(parent.hash.bytes) + " (#" + std::to_string(parent.number) +
                                         ")");
    const auto state = client_->state_of(parent.hash);
    if (!state) return failed(state.error());
    auto runtime = client_->runtime_of(parent.hash);
    if (!runtime) return failed(runtime.error());
    const chain::GivenMessages& messages =
        request.development == nullptr ? chain::kNoGivenMessages : request.development->messages;
    state::ChangeSet before;
    for (const auto& provider : inherents_) {
        auto changes = provider->change_before(parent, **state, messages);
        if (!changes) return failed(changes.error());
        before.merge(*changes);
    }
    // A node that imports the block counts too. The states of a fork have no tries.
    trie::Recording recording;
    std::optional<state::TrieBackend> recorded;
    if (chain::counts_proof_size(*runtime) && !client_->is_revertible()) {
        recorded.emplace((*state)->nodes(), (*state)->root(), &recording);
    }
    state::Backend& read_by_block = recorded ? static_cast<state::Backend&>(*recorded) : **state;
    auto builder = BlockBuilder::start(client_->executor(), *std::move(runtime), read_by_block, parent,
                                       request.claim.digest, stop_, before);
    if (!builder) return failed(builder.error());

    const auto data =
        chain::collect_inherents(inherents_, {.parent = parent,
                                              .parent_header = **parent_header,
                                              .timestamp_ms = request.timestamp_ms,
                                              .slot = request.claim.slot,
                                              .has_api = [&](std::string_view api) { return (*builder)->has_api(api); },
                                              .messages = messages});
    if (!data) return failed(data.error());
    if (request.development != nullptr) (*builder)->change_after(request.development->changes);
    const auto now_ms = [this] { return scheduler_->now_ms(); };
    auto proposal = propose_block(*std::move(builder), *data, transactions, limits, now_ms);
    if (!proposal) return failed(proposal.error());
    return *std::move(proposal);
}

void Author::count(const Proposal& proposal) {
    const std::lock_guard lock(mutex_);
    ++counters_.proposed;
    counters_.transactions = proposal.block.built.block.body.size();
    counters_.proposing_ms += proposal.took_ms;
    counters_.last_proposing_ms = proposal.took_ms;
    counters_.inherents_ms += proposal.inherents_ms;
    switch (proposal.end) {
        case ProposalEnd::kNoMoreTransactions:
            ++counters_.ended_no_more;
            break;
        case ProposalEnd::kDeadline:
            ++counters_.ended_by_deadline;
            break;
        case ProposalEnd::kBlockSize:
            ++counters_.ended_by_size;
            break;
        case ProposalEnd::kBlockWeight:
            ++counters_.ended_by_weight;
            break;
    }
}

Result<BlockId, SealError> Author::import(Proposal proposal, const SlotClaim& claim) {
    chain::BuiltBlock built = std::move(proposal.block.built);
    primitives::Header& header = built.block.header;
    if (claim.seal) header.digest.emplace_back(claim.seal(proposal.block.hash));
    const BlockId id{primitives::header_hash(header), header.number};
    log::info(engine_->log_target(), "🔖 Pre-sealed block for proposal at " + std::to_string(id.number) +
                                         ". Hash now " + to_hex_prefixed(id.hash.bytes) + ", previously " +
                                         to_hex_prefixed(proposal.block.hash.bytes) + ".");
    const auto outcome = client_->import_built(std::move(built));
    if (!outcome) return Err(seal_error(seal_code::kImportFailed, outcome.error().reason));
    if (outcome->kind != chain::ImportOutcome::Kind::kImported) {
        return Err(seal_error(seal_code::kImportFailed, outcome->to_string()));
    }
    if (on_authored_) on_authored_(id);
    const std::lock_guard lock(mutex_);
    ++counters_.imported;
    return id;
}

/// Who gives transactions for a block wants to know why some of them are not in it.
void Author::log_left_out(const Proposal& proposal) const {
    size_t told = 0;
    for (const auto* list : {&proposal.invalid, &proposal.out_of_turn}) {
        for (const auto& [hash, reason] : *list) {
            if (++told > kListedTransactions) continue;
            log::warn(engine_->log_target(), "Transaction " + to_hex_prefixed(hash.bytes) + " is left out: " + reason);
        }
    }
    if (told > kListedTransactions) {
        log::warn(engine_->log_target(),
                  std::to_string(told - kListedTransactions) + " more transactions are left out");
    }
    if (proposal.end != ProposalEnd::kNoMoreTransactions) {
        log::warn(engine_->log_target(), "The block is full: transactions at the end of the list are left out");
    }
}

void Author::remove_invalid(const Proposal& proposal) {
    std::map<std::string, std::vector<Hash256>> by_reason;
    for (const auto& [hash, reason] : proposal.invalid) by_reason[reason].push_back(hash);
    for (const auto& [reason, hashes] : by_reason) queue_->remove(hashes, reason);
}

Author::Outcome Author::build_and_import(const BlockRequest& request, uint64_t start_ms,
                                         const std::vector<pool::ReadyTransaction>& transactions) {
    const auto limits = limits_within(start_ms, request.duration_ms, request.block_size_limit, stop_);
    TRY_ASSIGN(Proposal proposal, propose(request, limits, transactions));
    count(proposal);
    remove_invalid(proposal);
    if (request.development != nullptr && request.development->transactions) log_left_out(proposal);
    if (!request.create_empty && proposal.transactions == 0) return Err(seal_error(seal_code::kEmptyPool, {}));
    log::info(engine_->log_target(), prepared_line(proposal));
    if (request.discard_late && scheduler_->now_ms() > start_ms + request.duration_ms) {
        log::info(engine_->log_target(), "⌛️ Discarding proposal for slot " + std::to_string(request.claim.slot) +
                                             "; block production took too long");
        return std::optional<Authored>();
    }
    const size_t count_of_transactions = proposal.transactions;
    TRY_ASSIGN(const BlockId id, import(std::move(proposal), request.claim));
    return std::optional(Authored{id, count_of_transactions});
}

AuthoringCounters Author::counters() const {
    const std::lock_guard lock(mutex_);
    return counters_;
}

}  // namespace serinus::authorship
