/// `ext_storage_proof_size_storage_proof_size`: the present size of the proof of all reads.
#include "executor/host/convert.hpp"

namespace serinus::executor::host {
namespace {

/// The greatest number where nobody records a proof, as in the blocks of a relay chain. Spec: RFC-0043
uint64_t storage_proof_size(HostCall& call) { return call.context.proof_size ? call.context.proof_size() : UINT64_MAX; }

constexpr HostFunctionEntry kProofSizeFunctions[] = {
    {"ext_storage_proof_size_storage_proof_size_version_1", wrap<&storage_proof_size>},
};

}  // namespace

std::span<const HostFunctionEntry> proof_size_functions() { return kProofSizeFunctions; }

}  // namespace serinus::executor::host
