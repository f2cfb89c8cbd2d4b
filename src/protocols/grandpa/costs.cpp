#include "protocols/grandpa/costs.hpp"

namespace serinus::network::gossip {

Report report_of(consensus::grandpa::MessageVerdict verdict) noexcept {
    using enum consensus::grandpa::MessageVerdict;
    if (is_fault(verdict)) return kFaultyGrandpaMessage;
    switch (verdict) {
        case kNew:
            return {100, "GRANDPA: message"};  // ROUND_MESSAGE, NEIGHBOR_MESSAGE, BASIC_VALIDATED_COMMIT
        case kKnown:
            return {-4, "GRANDPA: known message"};  // DUPLICATE_GOSSIP
        case kPastSet:
        case kPastRound:
        case kBelowBase:
        case kNotHigher:
            return {-50, "GRANDPA: past message"};  // PAST_REJECTION
        case kFutureSet:
        case kFutureRound:
            return {-500, "GRANDPA: future message"};  // FUTURE_MESSAGE
        case kNotAsked:
        case kNothingToAnswer:
        case kNeedlessRequest:
            return {-500, "GRANDPA: message out of scope"};  // OUT_OF_SCOPE_MESSAGE
        case kAnsweredLately:
            return {-200, "GRANDPA: repeated catch-up request"};  // CATCH_UP_REPLY
        case kViewGoesBack:
        case kViewRepeated:
            return {-500, "GRANDPA: wrong change of the view"};  // INVALID_VIEW_CHANGE, DUPLICATE_NEIGHBOR_MESSAGE
        default:
            return {};
    }
}

}  // namespace serinus::network::gossip
