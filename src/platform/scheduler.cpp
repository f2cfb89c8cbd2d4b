#include "platform/scheduler.hpp"

namespace serinus::platform {

const char* to_string(WorkClass work_class) noexcept {
    switch (work_class) {
        case WorkClass::kCore:
            return "core";
        case WorkClass::kConsensus:
            return "consensus";
        case WorkClass::kRuntime:
            return "runtime";
        case WorkClass::kGuest:
            return "guest";
        case WorkClass::kCpu:
            return "cpu";
        case WorkClass::kDisk:
            return "disk";
        case WorkClass::kRpc:
            return "rpc";
    }
    return "";
}

}  // namespace serinus::platform
