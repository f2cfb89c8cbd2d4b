/// A transaction executed on a copy of a state, in a block that nobody will see.
#pragma once

#include "chain/import/runtime_source.hpp"
#include "state/backend.hpp"
#include "tools/remote/submission.hpp"

namespace serinus::remote {

/// The block begins upon `parent`, has no inherents, and belongs to no slot. An extrinsic that could not even be in a
/// block has `error` and no events. The error is a sentence: it cannot be tried.
Result<Outcome, std::string> dry_run(executor::Executor& executor, const chain::LoadedRuntime& runtime,
                                     state::Backend& state, const BlockAt& parent, const metadata::Metadata& metadata,
                                     crypto::ss58::Prefix prefix, BytesView extrinsic);

}  // namespace serinus::remote
