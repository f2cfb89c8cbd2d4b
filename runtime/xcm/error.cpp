#include "runtime/xcm/error.hpp"

namespace serinus::xcm {

Error Error::trap(uint64_t code) {
    Error made(Code::Trap);
    made.trap_code = code;
    return made;
}

Error Error::weight_limit_reached(Weight weight) {
    Error made(Code::WeightLimitReached);
    made.weight = weight;
    return made;
}

Error Error::failed_to_transact(std::string_view text) {
    Error made(Code::FailedToTransactAsset);
    made.text = text;
    return made;
}

Error SendError::as_error() const {
    switch (code) {
        case Code::NotApplicable:
        case Code::Unroutable:
        case Code::MissingArgument:
            return Error::Code::Unroutable;
        case Code::Transport: {
            Error made(Error::Code::Transport);
            made.text = text;
            return made;
        }
        case Code::DestinationUnsupported:
            return Error::Code::DestinationUnsupported;
        case Code::ExceedsMaxMessageSize:
            return Error::Code::ExceedsMaxMessageSize;
        case Code::Fees:
            return Error::Code::FeesNotMet;
    }
    SERINUS_ASSERT(false);
}

}  // namespace serinus::xcm
