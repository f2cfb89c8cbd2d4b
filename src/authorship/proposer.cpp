#include "authorship/proposer.hpp"

#include "base/hex.hpp"
#include "chain/store/block_text.hpp"
#include "platform/log.hpp"

namespace serinus::authorship {

using chain::ChainError;

namespace {

constexpr const char* kProposerLog = "basic-authorship";
constexpr uint64_t kSoftDeadlinePercent = 50;
constexpr size_t kListedExtrinsics = 16;  // a line must stay a line

std::string summary(const primitives::Body& body) {
    if (body.empty()) return "no extrinsics";
    std::string out = "extrinsics (" + std::to_string(body.size()) + "): [";
    for (size_t i = 0; i < body.size() && i < kListedExtrinsics; ++i) {
        out += (i == 0 ? "" : ", ") + chain::short_hash(pool::hash_of(body[i]));
    }
    return out + (body.size() > kListedExtrinsics ? ", …]" : "]");
}

std::string name(const Hash256& hash) { return "[" + to_hex_prefixed(hash.bytes) + "]"; }

/// Whether to continue after a transaction for which there is no room.
class Skips {
  public:
    explicit Skips(const ProposalLimits& limits) : limits_(&limits) {}
    bool any() const noexcept { return count_ != 0; }
    bool may_continue(uint64_t now_ms, const char* what) {
        if (count_ < kMaxSkippedTransactions) {
            ++count_;
            log::debug(kProposerLog, [&] {
                return std::string(what) + ", but will try " + std::to_string(kMaxSkippedTransactions - count_) +
                       " more transactions before quitting.";
            });
            return true;
        }
        return now_ms < limits_->soft_deadline_ms;
    }

  private:
    const ProposalLimits* limits_;
    size_t count_ = 0;
};

Result<void, ChainError> apply_inherents(BlockBuilder& builder, const InherentData& data) {
    TRY_ASSIGN(auto inherents, builder.make_inherents(data));
    for (auto& inherent : inherents) {
        TRY_ASSIGN(const ApplyResult result, builder.push(std::move(inherent), std::nullopt));
        if (result.applied()) continue;
        if (result.exhausts_resources()) {
            log::warn(kProposerLog, "⚠️  Dropping non-mandatory inherent from overweight block.");
        } else if (result.was_mandatory()) {
            log::error(kProposerLog, "❌️ Mandatory inherent extrinsic returned error. Block cannot be produced.");
            return Err(ChainError{ChainError::Kind::kRuntime, "a mandatory inherent failed"});
        } else {
            log::warn(kProposerLog,
                      "❗️ Inherent extrinsic returned unexpected error: " + to_string(result) + ". Dropping.");
        }
    }
    return {};
}

/// Fills in `end` and `invalid`.
Result<void, ChainError> apply_transactions(BlockBuilder& builder,
                                            const std::vector<pool::ReadyTransaction>& transactions,
                                            const ProposalLimits& limits, const std::function<uint64_t()>& now_ms,
                                            Proposal& proposal) {
    Skips skips(limits);
    for (const auto& transaction : transactions) {
        const uint64_t now = now_ms();
        if (now > limits.deadline_ms) {
            log::debug(kProposerLog, [] {
                return "Consensus deadline reached when pushing block transactions, proceeding with proposing.";
            });
            proposal.end = ProposalEnd::kDeadline;
            break;
        }
        const size_t size = transaction.extrinsic->size();
        if (builder.size_bytes() + size + scale::compact_size(uint64_t{size}) > limits.block_size) {
            if (skips.may_continue(now, "Transaction would overflow the block size limit")) continue;
            proposal.end = ProposalEnd::kBlockSize;
            break;
        }
        const bool is_limited = limits.interrupt_ms != UINT64_MAX;
        const auto max_duration_ms = is_limited
                                         ? std::optional(limits.interrupt_ms - std::min(now, limits.interrupt_ms))
                                         : std::optional<uint64_t>();
        auto pushed = builder.push(*transaction.extrinsic, max_duration_ms);
        if (!pushed) {
            if (limits.stop.stop_requested()) return Err(pushed.error());
            // The runtime trapped, or the state cannot be read; the first is the transaction's doing.
            if (pushed.error().kind != ChainError::Kind::kRuntime) return Err(pushed.error());
            log::warn(kProposerLog,
                      name(transaction.hash) + " Transaction makes the runtime fail: " + pushed.error().reason);
            proposal.invalid.push_back({transaction.hash, pushed.error().reason});
            continue;
        }
        if (pushed->kind == ApplyResult::Kind::kInterrupted) {
            log::warn(kProposerLog, name(transaction.hash) + " Transaction is left out: " + to_string(*pushed));
            proposal.invalid.push_back({transaction.hash, to_string(*pushed)});
            proposal.end = ProposalEnd::kDeadline;
            break;
        }
        if (pushed->applied()) {
            log::trace(kProposerLog, [&] { return name(transaction.hash) + " Pushed to the block."; });
        } else if (pushed->exhausts_resources() || (pushed->is_future() && skips.any())) {
            if (skips.may_continue(now_ms(), "Block seems full")) continue;
            log::debug(kProposerLog, [] { return "Reached block weight limit, proceeding with proposing."; });
            proposal.end = ProposalEnd::kBlockWeight;
            break;
        } else if (pushed->is_future() || pushed->is_stale()) {
            proposal.out_of_turn.push_back({transaction.hash, to_string(*pushed)});
        } else {
            log::debug(kProposerLog,
                       [&] { return name(transaction.hash) + " Invalid transaction: " + to_string(*pushed); });
            proposal.invalid.push_back({transaction.hash, to_string(*pushed)});
        }
    }
    return {};
}

}  // namespace

Result<Proposal, ChainError> propose_block(std::unique_ptr<BlockBuilder> builder, const InherentData& inherents,
                                           const std::vector<pool::ReadyTransaction>& transactions,
                                           const ProposalLimits& limits, const std::function<uint64_t()>& now_ms) {
    const uint64_t start = now_ms();
    Proposal proposal;
    TRY(apply_inherents(*builder, inherents));
    proposal.inherents_ms = now_ms() - start;
    const size_t inherent_count = builder->extrinsic_count();
    if (!builder->inherents_only()) {
        TRY(apply_transactions(*builder, transactions, limits, now_ms, proposal));
    }
    proposal.transactions = builder->extrinsic_count() - inherent_count;
    if (proposal.end == ProposalEnd::kBlockSize && proposal.transactions == 0) {
        log::warn(kProposerLog, "Hit block size limit of `" + std::to_string(limits.block_size) +
                                    "` without including any transaction!");
    }
    TRY_ASSIGN(proposal.block, builder->finish());
    proposal.took_ms = now_ms() - start;
    return proposal;
}

ProposalLimits limits_within(uint64_t start_ms, uint64_t duration_ms, size_t block_size, std::stop_token stop) {
    if (duration_ms == kNoTimeLimit) {
        return {.soft_deadline_ms = UINT64_MAX, .block_size = block_size, .stop = std::move(stop)};
    }
    const uint64_t most = duration_ms * 98 / 100;
    const uint64_t left = most - most / 10;
    return {.deadline_ms = start_ms + left,
            .interrupt_ms = start_ms + left + most / 20,
            .soft_deadline_ms = start_ms + left * kSoftDeadlinePercent / 100,
            .block_size = block_size,
            .stop = std::move(stop)};
}

std::string prepared_line(const Proposal& proposal) {
    const auto& block = proposal.block.built.block;
    return "🎁 Prepared block for proposing at " + std::to_string(block.header.number) + " (" +
           std::to_string(proposal.took_ms) + " ms) [hash: " + to_hex_prefixed(proposal.block.hash.bytes) +
           "; parent_hash: " + chain::short_hash(block.header.parent_hash) + "; " + summary(block.body) + "]";
}

}  // namespace serinus::authorship
