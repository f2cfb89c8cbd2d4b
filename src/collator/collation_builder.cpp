#include "collator/collation_builder.hpp"

#include "base/assert.hpp"
#include "collator/digests.hpp"
#include "executor/runtime_code.hpp"
#include "runtime_api/cumulus.hpp"
#include "runtime_api/on_state.hpp"

namespace serinus::collator {

namespace cumulus = runtime_api::cumulus;

using authorship::BlockBuilder;
using authorship::Proposal;
using chain::ChainError;
using polkadot_primitives::v5::CandidateCommitments;
using polkadot_primitives::v5::HorizontalMessages;
using polkadot_primitives::v5::UpwardMessages;

namespace {

ChainError runtime_error(std::string reason) { return {ChainError::Kind::kRuntime, std::move(reason)}; }

/// nullopt: more messages than any candidate may have.
std::optional<CandidateCommitments> commitments_of(cumulus::CollationInfo info) {
    auto upward = UpwardMessages::from(std::move(info.upward_messages));
    auto horizontal = HorizontalMessages::from(std::move(info.horizontal_messages));
    if (!upward || !horizontal) return std::nullopt;
    return CandidateCommitments{.upward_messages = *std::move(upward),
                                .horizontal_messages = *std::move(horizontal),
                                .new_validation_code = std::move(info.new_validation_code),
                                .head_data = std::move(info.head_data),
                                .processed_downward_messages = info.processed_downward_messages,
                                .hrmp_watermark = info.hrmp_watermark};
}

/// Asks the runtime that the state has now: after a block with new code, the new one.
Result<CandidateCommitments, ChainError> ask_commitments(executor::Executor& executor, state::Backend& state,
                                                         const primitives::Header& header) {
    state::Overlay overlay(state);
    const auto runtime = executor.runtime_of(overlay);
    if (!runtime) return Err(chain::from(runtime.error()));
    auto info = runtime_api::call({executor, **runtime, overlay}, cumulus::kCollectCollationInfo, header);
    if (!info) return Err(chain::from(info.error()));
    auto out = commitments_of(*std::move(info));
    if (!out) return Err(runtime_error("the block has more messages than a candidate may have"));
    return *std::move(out);
}

}  // namespace

std::optional<CandidateCommitments> merge_commitments(std::span<const CandidateCommitments> blocks) {
    SERINUS_ASSERT(!blocks.empty());
    std::vector<Bytes> upward, signals;
    // The relay chain wants them by recipient; to each they stay in order.
    using Message = polkadot_core_primitives::OutboundHrmpMessage<parachain::ParaId>;
    std::multimap<parachain::ParaId, Message> by_recipient;
    CandidateCommitments out;
    for (const CandidateCommitments& one : blocks) {
        const auto separator = std::ranges::find_if(one.upward_messages, [](const Bytes& m) { return m.empty(); });
        upward.insert(upward.end(), one.upward_messages.begin(), separator);
        if (separator != one.upward_messages.end()) {
            signals.insert(signals.end(), separator + 1, one.upward_messages.end());
        }
        for (const Message& message : one.horizontal_messages) by_recipient.emplace(message.recipient, message);
        if (one.new_validation_code) out.new_validation_code = one.new_validation_code;
        out.processed_downward_messages += one.processed_downward_messages;
    }
    if (!signals.empty()) {
        upward.emplace_back();
        upward.insert(upward.end(), signals.begin(), signals.end());
    }
    std::vector<Message> horizontal;
    for (auto& [recipient, message] : by_recipient) horizontal.push_back(std::move(message));
    auto bounded_upward = UpwardMessages::from(std::move(upward));
    auto bounded_horizontal = HorizontalMessages::from(std::move(horizontal));
    if (!bounded_upward || !bounded_horizontal) return std::nullopt;
    out.upward_messages = *std::move(bounded_upward);
    out.horizontal_messages = *std::move(bounded_horizontal);
    out.head_data = blocks.back().head_data;
    out.hrmp_watermark = blocks.back().hrmp_watermark;
    return out;
}

CollationBuilder::CollationBuilder(executor::Executor& executor, chain::LoadedRuntime runtime,
                                   state::NodeSources& nodes, primitives::Header parent)
    : executor_(&executor),
      runtime_(std::move(runtime)),
      states_(nodes, parent.state_root),
      parent_(std::move(parent)),
      head_(parent_) {}

bool CollationBuilder::takes_bundles() const noexcept {
    // Observed: cumulus-client-collator 0.36.0: the version before the blocks counts, as it is that of the code that
    // validates them.
    return runtime_.find_api(cumulus::kCollectCollationInfo.api()).value_or(0) >= cumulus::kFirstWithVersionedBlockData;
}

auto CollationBuilder::add_block(BlockToBuild block, const std::function<uint64_t()>& now_ms) -> Attempt<Proposal> {
    SERINUS_ASSERT(may_continue_);
    const chain::BlockId parent{primitives::header_hash(head_), head_.number};
    TRY_ASSIGN(auto builder, BlockBuilder::start(*executor_, runtime_, states_.recorded(), parent,
                                                 std::move(block.digest), block.limits.stop));
    TRY_ASSIGN(Proposal proposal,
               propose_block(std::move(builder), block.inherents, block.transactions, block.limits, now_ms));
    chain::BuiltBlock& built = proposal.block.built;
    primitives::Header& header = built.block.header;
    if (block.seal) header.digest.emplace_back(block.seal(proposal.block.hash));
    const auto advanced = states_.advance(built.effects.changes, built.effects.version, header.state_root);
    if (!advanced) return Err(chain::from(advanced.error()));
    commitments_.push_back(TRY(ask_commitments(*executor_, states_.unrecorded(), header)));
    head_ = header;
    may_continue_ = takes_bundles() && !uses_full_core(header.digest) && !changes_runtime(header.digest);
    blocks_.push_back(built);
    return proposal;
}

auto CollationBuilder::finish(std::optional<SchedulingProof> scheduling_proof) -> Attempt<Collation> {
    SERINUS_ASSERT(!blocks_.empty() && (blocks_.size() == 1 || takes_bundles()));
    Collation out;
    auto proof = states_.proof();
    if (!proof) return Err(runtime_error(std::string("the proof cannot be compacted: ") + to_string(proof.error())));
    out.proof_size = trie::encode_proof_items(*proof).size();
    ParachainBlockData data{.blocks = {}, .proof = *std::move(proof), .scheduling_proof = std::move(scheduling_proof)};
    for (const chain::BuiltBlock& one : blocks_) data.blocks.push_back(one.block);
    const Bytes encoded = takes_bundles() ? encode_block_data(data) : encode_block_data_v0(data);
    out.block_data_size = encoded.size();
    out.pov.block_data = executor::compress_quickly(encoded);
    auto commitments = merge_commitments(commitments_);
    if (!commitments) return Err(runtime_error("the blocks have more messages than a candidate may have"));
    out.commitments = *std::move(commitments);
    out.parent_head = scale::encode(parent_);
    out.blocks = std::move(blocks_);
    return out;
}

}  // namespace serinus::collator
