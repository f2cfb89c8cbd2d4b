#include "executor/host/host_test.hpp"

namespace serinus::executor::host {
namespace {

using ProofSizeFunction = HostTest;

// Spec: RFC-0043
TEST_F(ProofSizeFunction, IsTheGreatestNumberUnlessAProofIsRecorded) {
    EXPECT_EQ(run("ext_storage_proof_size_storage_proof_size_version_1", {}), UINT64_MAX);
    context.proof_size = [] { return uint64_t{1234}; };
    EXPECT_EQ(run("ext_storage_proof_size_storage_proof_size_version_1", {}), 1234u);
}

}  // namespace
}  // namespace serinus::executor::host
