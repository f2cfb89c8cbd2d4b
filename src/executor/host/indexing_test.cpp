#include "executor/host/host_test.hpp"

namespace serinus::executor::host {
namespace {

using IndexingFunctions = HostTest;

// Spec: id-offchain_index_set, id-offchain_index_clear
TEST_F(IndexingFunctions, WhatABlockIndexesIsKeptBesideItsChanges) {
    run("ext_offchain_index_set_version_1", {put("a"), put("1")});
    run("ext_offchain_index_set_version_1", {put("b"), put("2")});
    run("ext_offchain_index_clear_version_1", {put("b")});
    const auto index = overlay.take_offchain_index();
    ASSERT_EQ(index.size(), 2u);
    EXPECT_EQ(index.at(to_bytes(as_bytes("a"))), to_bytes(as_bytes("1")));
    EXPECT_EQ(index.at(to_bytes(as_bytes("b"))), std::nullopt);
    EXPECT_TRUE(overlay.take_changes().top.empty());
}

TEST_F(IndexingFunctions, ATransactionTakesItsIndexBackToo) {
    run("ext_storage_start_transaction_version_1", {});
    run("ext_offchain_index_set_version_1", {put("a"), put("1")});
    run("ext_storage_rollback_transaction_version_1", {});
    EXPECT_TRUE(overlay.take_offchain_index().empty());
}

// Observed: sp_io::transaction_index of sp-io 49.0.0 answers nothing.
TEST_F(IndexingFunctions, TransactionsAreIndexedWithoutAnAnswer) {
    const auto hash = put_fixed(Bytes(32));
    run("ext_transaction_index_index_version_1", {0, 100, hash});
    run("ext_transaction_index_renew_version_1", {0, hash});
    EXPECT_NE(trap("ext_transaction_index_index_version_1", {0, 100, UINT32_MAX}), "");
}

}  // namespace
}  // namespace serinus::executor::host
