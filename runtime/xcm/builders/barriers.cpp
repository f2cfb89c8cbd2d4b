#include "runtime/xcm/builders/barriers.hpp"

#include <algorithm>

#include "runtime/xcm/executor.hpp"

namespace serinus::xcm {

namespace {

/// What a program may bring before it buys execution.
constexpr size_t kMaxAssetsForBuyExecution = 2;
/// How far the barriers look that want something paid, or expressly not.
constexpr uint32_t kLookAhead = 5;

bool covers(const WeightLimit& limit, Weight max_weight) { return !limit || limit->all_gte(max_weight); }

/// The only instruction, if there is only one.
std::optional<Instruction> only(Proposal proposal) {
    Instruction instruction;
    if (proposal.left() != 1 || !proposal.next(instruction)) return std::nullopt;
    return instruction;
}

bool is_one_of(Op op, std::initializer_list<Op> ops) { return std::find(ops.begin(), ops.end(), op) != ops.end(); }

bool brings_assets(Op op) {
    return is_one_of(op, {Op::WithdrawAsset, Op::ReceiveTeleportedAsset, Op::ReserveAssetDeposited});
}

}  // namespace

bool FirstBarrier::should_execute(const Location& origin, Proposal proposal, Weight max_weight,
                                  Properties& properties) const {
    return std::any_of(parts_.begin(), parts_.end(), [&](const Barrier* part) {
        return part->should_execute(origin, proposal, max_weight, properties);
    });
}

bool TakeWeightCredit::should_execute(const Location&, Proposal, Weight max_weight, Properties& properties) const {
    const auto rest = properties.weight_credit.checked_sub(max_weight);
    if (!rest) return false;
    properties.weight_credit = *rest;
    return true;
}

bool TrailingSetTopicAsId::should_execute(const Location& origin, Proposal proposal, Weight max_weight,
                                          Properties& properties) const {
    Proposal ahead = proposal;
    Instruction last;
    while (ahead.next(last)) {
    }
    if (proposal.left() > 0 && last.op == Op::SetTopic) {
        properties.message_id = last.topic;
        proposal = proposal.first(proposal.left() - 1);
    }
    return inner_.should_execute(origin, proposal, max_weight, properties);
}

bool WithComputedOrigin::should_execute(const Location& origin, Proposal proposal, Weight max_weight,
                                        Properties& properties) const {
    if (proposal.left() == 0) return false;
    Location computed = origin;
    Instruction instruction;
    for (uint32_t i = 0; i < max_prefixes_; ++i) {
        Proposal ahead = proposal;
        if (!ahead.next(instruction)) break;
        if (instruction.op == Op::UniversalOrigin) {
            computed = relative_to({instruction.junction}, universal_location_());
        } else if (instruction.op == Op::DescendOrigin) {
            if (!computed.append(instruction.interior)) return false;
        } else {
            break;
        }
        proposal = ahead;
    }
    return inner_.should_execute(computed, proposal, max_weight, properties);
}

bool AllowTopLevelPaidExecutionFrom::should_execute(const Location& origin, Proposal proposal, Weight max_weight,
                                                    Properties&) const {
    if (!origins_(origin)) return false;
    proposal = proposal.first(kLookAhead);
    Instruction i;
    if (!proposal.next(i) || !(brings_assets(i.op) || i.op == Op::ClaimAsset)) return false;
    if (i.assets.size() > kMaxAssetsForBuyExecution) return false;
    while (proposal.next(i)) {
        if (is_one_of(i.op, {Op::ClearOrigin, Op::AliasOrigin, Op::SetHints})) continue;
        if (i.op == Op::DescendOrigin && !i.interior.empty()) continue;
        if (i.op == Op::PayFees) return true;
        if (i.op != Op::BuyExecution || !covers(i.limit, max_weight)) return false;
        i.limit = max_weight;
        proposal.replace_last_read(i);
        return true;
    }
    return false;
}

bool AllowExplicitUnpaidExecutionFrom::follow_origin(Location& origin, Proposal& proposal, Instruction& instruction,
                                                     uint32_t& budget) const {
    for (; budget > 0; --budget) {
        if (instruction.op == Op::ClearOrigin) return false;
        if (instruction.op == Op::AliasOrigin) {
            if (!aliasers_.contains(origin, instruction.location)) return false;
            origin = instruction.location;
        } else if (instruction.op == Op::DescendOrigin && !instruction.interior.empty()) {
            if (!origin.append(instruction.interior)) return false;
        } else {
            return true;
        }
        if (!proposal.next(instruction)) return false;
    }
    return true;
}

bool AllowExplicitUnpaidExecutionFrom::should_execute(const Location& origin, Proposal proposal, Weight max_weight,
                                                      Properties&) const {
    Location computed = origin;
    uint32_t budget = kLookAhead;
    Instruction i;
    if (!proposal.next(i)) return false;
    for (; budget > 0 && (brings_assets(i.op) || i.op == Op::SetHints); --budget) {
        if (!proposal.next(i)) return false;
    }
    return follow_origin(computed, proposal, i, budget) && i.op == Op::UnpaidExecution && covers(i.limit, max_weight) &&
           origins_(computed);
}

bool AllowUnpaidExecutionFrom::should_execute(const Location& origin, Proposal, Weight, Properties&) const {
    return origins_(origin);
}

bool AllowKnownQueryResponses::should_execute(const Location& origin, Proposal proposal, Weight, Properties&) const {
    const auto i = only(proposal);
    return i && i->op == Op::QueryResponse &&
           responses_.is_expected(origin, i->id, i->maybe_location ? &*i->maybe_location : nullptr);
}

bool AllowSubscriptionsFrom::should_execute(const Location& origin, Proposal proposal, Weight, Properties&) const {
    const auto i = origins_(origin) ? only(proposal) : std::nullopt;
    return i && is_one_of(i->op, {Op::SubscribeVersion, Op::UnsubscribeVersion});
}

bool AllowHrmpNotificationsFromRelayChain::should_execute(const Location& origin, Proposal proposal, Weight,
                                                          Properties&) const {
    const auto i = is_parent(origin) ? only(proposal) : std::nullopt;
    return i && is_one_of(i->op, {Op::HrmpNewChannelOpenRequest, Op::HrmpChannelAccepted, Op::HrmpChannelClosing});
}

bool RespectSuspension::should_execute(const Location& origin, Proposal proposal, Weight max_weight,
                                       Properties& properties) const {
    return !is_suspended_() && inner_.should_execute(origin, proposal, max_weight, properties);
}

namespace {

bool moves_reserve_to_parent(const Instruction& i) {
    return is_one_of(i.op, {Op::InitiateReserveWithdraw, Op::DepositReserveAsset, Op::TransferReserveAsset}) &&
           i.location == Location::parent();
}

/// Whether one of these instructions, or `depth` levels of programs in them, moves a reserve. Too deep counts as that,
/// and so does a program without instructions. Observed: staging-xcm-builder 22.0.0: what looks for instructions
/// refuses a list that has none.
bool moves_reserve(ProgramReader reader, uint32_t depth) {
    if (reader.left() == 0) return true;
    for (Instruction i; reader.next(i);) {
        if (moves_reserve_to_parent(i)) return true;
        const bool is_nested = is_one_of(i.op, {Op::SetAppendix, Op::SetErrorHandler, Op::ExecuteWithOrigin});
        if (is_nested && depth > 0 && (depth == 1 || moves_reserve(ProgramReader(i.program), depth - 1))) return true;
    }
    return false;
}

}  // namespace

bool DenyReserveTransferToRelayChain::should_execute(const Location& origin, Proposal proposal, Weight max_weight,
                                                     Properties& properties) const {
    if (moves_reserve(proposal.reader(), recursively_ ? kRecursionLimit + 1u : 0)) return false;
    return inner_.should_execute(origin, proposal, max_weight, properties);
}

}  // namespace serinus::xcm
