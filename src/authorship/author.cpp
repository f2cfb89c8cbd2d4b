#include "authorship/author.hpp"

#include "base/hex.hpp"
#include "platform/log.hpp"
#include "platform/process.hpp"

namespace serinus::authorship {

using chain::BlockId;
using chain::ChainError;

namespace {

std::string hex(const Hash256& hash) { return to_hex_prefixed(hash.bytes); }

/// "0x1234…cdef"
std::string brief(const Hash256& hash) {
    const std::string full = hex(hash);
    return full.substr(0, 6) + "…" + full.substr(full.size() - 4);
}

constexpr size_t kListedExtrinsics = 16;  // a line must stay a line

std::string summary(const primitives::Body& body) {
    if (body.empty()) return "no extrinsics";
    std::string out = "extrinsics (" + std::to_string(body.size()) + "): [";
    for (size_t i = 0; i < body.size() && i < kListedExtrinsics; ++i) {
        out += (i == 0 ? "" : ", ") + brief(pool::hash_of(body[i]));
    }
    return out + (body.size() > kListedExtrinsics ? ", …]" : "]");
}

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

uint64_t Author::monotonic_ms() noexcept { return platform::monotonic_ns() / 1'000'000; }

Author::Author(chain::Client& client, TransactionQueue& queue, SlotEngine& engine)
    : client_(&client), engine_(&engine), proposer_(queue, [] { return monotonic_ms(); }) {}

Result<Proposal, SealError> Author::propose(const BlockWish& wish) {
    const auto failed = [](const ChainError& error) { return Err(seal_error(seal_code::kConsensus, error.reason)); };
    const BlockId& parent = wish.parent;
    const auto parent_header = client_->find_header(parent.hash);
    if (!parent_header) return failed(parent_header.error());
    if (*parent_header == nullptr) return Err(seal_error(seal_code::kBlockNotFound, hex(parent.hash)));
    log::info(engine_->log_target(), "🙌 Starting consensus session on top of parent " + hex(parent.hash) + " (#" +
                                         std::to_string(parent.number) + ")");
    const auto state = client_->state_of(parent.hash);
    if (!state) return failed(state.error());
    auto runtime = client_->runtime_of(parent.hash);
    if (!runtime) return failed(runtime.error());
    auto builder = BlockBuilder::start(client_->executor(), *std::move(runtime), **state, parent, wish.claim.digest);
    if (!builder) return failed(builder.error());

    InherentData data = common_inherents(wish.timestamp_ms);
    engine_->add_inherents(data, wish.claim.slot);
    if ((*builder)->has_api("ParachainHost")) {
        data[kParachainsInherent] = scale::encode(ParachainsInherentData{{}, {}, {}, **parent_header});
    }
    auto proposal = proposer_.propose(*std::move(builder), parent, data, wish.limits);
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
                                         ". Hash now " + hex(id.hash) + ", previously " + hex(proposal.block.hash) +
                                         ".");
    const auto outcome = client_->import_built(std::move(built));
    if (!outcome) return Err(seal_error(seal_code::kImportFailed, outcome.error().reason));
    if (outcome->kind != chain::ImportOutcome::Kind::kImported) {
        return Err(seal_error(seal_code::kImportFailed, outcome->to_string()));
    }
    const std::lock_guard lock(mutex_);
    ++counters_.imported;
    return id;
}

Result<std::optional<Author::Made>, SealError> Author::make(const BlockWish& wish) {
    TRY_ASSIGN(Proposal proposal, propose(wish));
    count(proposal);
    if (!wish.create_empty && proposal.transactions == 0) return Err(seal_error(seal_code::kEmptyPool, {}));
    const auto& block = proposal.block.built.block;
    log::info(engine_->log_target(),
              "🎁 Prepared block for proposing at " + std::to_string(block.header.number) + " (" +
                  std::to_string(proposal.took_ms) + " ms) [hash: " + hex(proposal.block.hash) +
                  "; parent_hash: " + brief(wish.parent.hash) + "; " + summary(block.body) + "]");
    if (monotonic_ms() > wish.discard_after_ms) {
        log::info(engine_->log_target(), "⌛️ Discarding proposal for slot " + std::to_string(wish.claim.slot) +
                                             "; block production took too long");
        return std::optional<Made>();
    }
    const size_t transactions = proposal.transactions;
    TRY_ASSIGN(const BlockId id, import(std::move(proposal), wish.claim));
    return std::optional(Made{id, transactions});
}

AuthoringCounters Author::counters() const {
    const std::lock_guard lock(mutex_);
    return counters_;
}

}  // namespace serinus::authorship
