/// The report of a state whose runtime is asked.
#pragma once

#include "coretime/cores.hpp"
#include "crypto/ss58.hpp"
#include "executor/executor.hpp"
#include "metadata/metadata.hpp"
#include "state/backend.hpp"

namespace serinus::coretime {

struct ExamineError {
    enum class Kind : uint8_t {
        kChain = 1,    ///< the chain has no cores, or no coretime
        kInterrupted,  ///< a limit of the context ended it
        kRuntime,      ///< the runtime trapped, or the state could not be read
    } kind = Kind::kRuntime;
    std::string reason;
};

struct ExaminedState {
    executor::Executor& executor;
    const executor::Runtime& runtime;
    const metadata::Metadata& metadata;
    state::Backend& state;  ///< only read
    BlockNumber number = 0;
    Hash256 hash = {};
    crypto::ss58::Prefix address_prefix = crypto::ss58::kSubstratePrefix;
};

Result<CoresReport, ExamineError> examine_cores(const ExaminedState& at, const executor::CallContext& context = {});

}  // namespace serinus::coretime
