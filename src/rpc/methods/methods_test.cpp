// The methods of the reference on a chain with our own runtime and the validators //Alice and //Bob.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "chain/spec/genesis.hpp"
#include "chain/spec/light_sync.hpp"
#include "codec/scale.hpp"
#include "consensus/grandpa/authority_set.hpp"
#include "crypto/key_pair.hpp"
#include "hashing/hashing.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/methods_test_support.hpp"
#include "tests/support/data.hpp"
#include "trie/proof.hpp"

namespace serinus::rpc {
namespace {

using namespace literals;
using boost::json::parse;
using boost::json::serialize;
using serinus::test::Author;
using test::quoted;
using test::TestNode;

/// One chain for all tests, for it takes long to start: #1 is final, #2 the best.
class Methods : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        node = new TestNode(serinus::test::own_chain("kusama-local"));
        genesis = node->client->genesis().hash;
        first = node->grow();
        second = node->grow();
        transfer_bytes = node->author.transfer(ByteArray<32>{1}, 1'000'000'000'000);
        transfer = quoted(scale::encode(transfer_bytes));
        ASSERT_TRUE(node->client->finalize(first, std::nullopt).value());
    }
    static void TearDownTestSuite() {
        delete node;
        node = nullptr;
    }
    void SetUp() override { node->notifications(); }

    static std::string text(const std::string& method, const std::string& params = "") {
        return node->text(method, params);
    }
    static Json at(const Json& value, const char* pointer) { return value.at_pointer(pointer); }
    static std::string error(int code, const std::string& message) {
        return R"({"code":)" + std::to_string(code) + R"(,"message":")" + message + "\"}";
    }
    static std::string unknown_block() { return quoted(Hash256{{1}}); }
    static std::string not_found() {
        return "UnknownBlock: Header was not found in the database: " + to_hex_prefixed(Hash256{{1}}.bytes);
    }

    static inline TestNode* node = nullptr;
    static inline Hash256 genesis, first, second;
    static inline Bytes transfer_bytes;  ///< by //Alice, with the nonce 0
    static inline std::string transfer;
};

/// Of System.Number, System.Account of //Alice.
const std::string kNumberKey = "0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac";
const std::string kAccountPrefix = "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9";
const std::string kAlice = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

TEST_F(Methods, ChainTellsOfBlocksByNumberAndByHash) {
    EXPECT_EQ(text("chain_getBlockHash", "0"), quoted(genesis));
    EXPECT_EQ(text("chain_getBlockHash", "\"0x1\""), quoted(first));
    EXPECT_EQ(text("chain_getBlockHash", "[0,\"0x2\",3]"), "[" + quoted(genesis) + "," + quoted(second) + ",null]");
    EXPECT_EQ(text("chain_getHead"), quoted(node->client->best().hash));
    EXPECT_EQ(text("chain_getFinalisedHead"), quoted(node->client->finalized().hash));
    EXPECT_EQ(text("chain_getBlockHash", "4294967296"),
              error(3001, "`Number(4294967296)` > u32::MAX, the max block number is u32."));
    EXPECT_EQ(serialize(at(node->call("chain_getHeader", quoted(second)), "/parentHash")), quoted(first));
    EXPECT_EQ(text("chain_getHeader", unknown_block()), "null");
    EXPECT_EQ(text("chain_getBlock", unknown_block()), "null");
    const Json block = node->call("chain_getBlock", quoted(first));
    EXPECT_EQ(at(block, "/block/header/number"), Json("0x1"));
    EXPECT_EQ(at(block, "/block/extrinsics").as_array().size(), node->client->find_body(first).value()->size());
    EXPECT_EQ(at(block, "/justifications"), Json(nullptr));
}

TEST_F(Methods, StateHoldsEntries) {
    EXPECT_EQ(text("state_getStorage", "\"" + kNumberKey + "\"," + quoted(second)), R"("0x02000000")");
    EXPECT_EQ(text("state_getStorageAt", "\"" + kNumberKey + "\"," + quoted(first)), R"("0x01000000")");
    EXPECT_EQ(text("state_getStorage", "\"0x1234\""), "null");
    EXPECT_EQ(text("state_getStorageSize", "\"" + kNumberKey + "\""), "4");
    EXPECT_EQ(text("state_getStorageHash", "\"" + kNumberKey + "\"," + quoted(first)),
              quoted(hashing::blake2b_256("01000000"_hex)));
    EXPECT_EQ(text("state_getStorageHash", "\"0x1234\""), "null");
    EXPECT_EQ(text("state_getStorageSize", "\"0x1234\""), "null");
}

// Observed: polkadot 1.25.1: a key without a value counts as the prefix of a map.
TEST_F(Methods, SizeOfAMapIsThatOfItsValues) {
    const Json pairs = node->call("state_getPairs", "\"" + kAccountPrefix + "\"");
    uint64_t size = 0;
    for (const auto& pair : pairs.as_array()) size += pair.as_array()[1].as_string().size() / 2 - 1;
    EXPECT_GT(pairs.as_array().size(), 10u);
    EXPECT_EQ(node->call("state_getStorageSize", "\"" + kAccountPrefix + "\"").to_number<uint64_t>(), size);
}

// Observed: polkadot-stable2407: sp_blockchain::Error; tools look for these words.
TEST_F(Methods, StateOfAnUnknownBlockIsAnError) {
    EXPECT_EQ(text("state_getStorage", "\"0x1234\"," + unknown_block()), error(4003, "Client error: " + not_found()));
    EXPECT_EQ(text("state_getMetadata", unknown_block()),
              error(4003, "Client error: Api called for an unknown Block: Header was not found in the database: " +
                              to_hex_prefixed(Hash256{{1}}.bytes)));
    EXPECT_EQ(text("state_getReadProof", "[]," + unknown_block()), error(4003, "Client error: " + not_found()));
}

TEST_F(Methods, KeysComeInPages) {
    const Json all = node->call("state_getKeys", "\"" + kAccountPrefix + "\"");
    boost::json::array paged;
    std::string start = "null";
    for (;;) {
        const Json page = node->call("state_getKeysPaged", "\"" + kAccountPrefix + "\",5," + start);
        if (page.as_array().empty()) break;
        EXPECT_LE(page.as_array().size(), 5u);
        for (const auto& key : page.as_array()) paged.push_back(key);
        start = serialize(page.as_array().back());
    }
    EXPECT_EQ(Json(paged), all);
    EXPECT_EQ(text("state_getKeysPaged", "null,0"), "[]");
    EXPECT_EQ(node->call("state_getKeysPaged", "null,3,null").as_array().size(), 3u);
    EXPECT_EQ(text("state_getKeysPaged", "\"0x\",1001"),
              error(4002, "count exceeds maximum value. value: 1001, max: 1000"));
    EXPECT_EQ(text("state_getKeysPagedAt", "\"" + kAccountPrefix + "\",1,\"0xff\""), "[]") << "behind the prefix";
    const Json before = node->call("state_getKeysPaged", "\"" + kAccountPrefix + "\",1,\"0x00\"");
    EXPECT_EQ(before.as_array()[0], all.as_array()[0]) << "before the prefix";
}

TEST_F(Methods, ProofsHoldForTheStateRoot) {
    const Json answer = node->call("state_getReadProof", "[\"" + kNumberKey + "\",\"0x1234\"]," + quoted(second));
    EXPECT_EQ(serialize(at(answer, "/at")), quoted(second));
    std::vector<Bytes> items;
    for (const auto& item : at(answer, "/proof").as_array()) items.push_back(*from_hex(std::string(item.as_string())));
    const trie::StorageProof proof(std::move(items));
    const Hash256 root = node->client->find_header(second).value()->state_root;
    const std::vector<Bytes> keys = {*from_hex(kNumberKey), "1234"_hex};
    const auto values = trie::read_proof_check(root, proof, keys);
    ASSERT_TRUE(values);
    EXPECT_EQ((*values)[0], "02000000"_hex);
    EXPECT_EQ((*values)[1], std::nullopt);
}

TEST_F(Methods, RuntimeAnswers) {
    EXPECT_EQ(text("state_call", "\"AccountNonceApi_account_nonce\",\"0x" + kAlice + "\""), R"("0x00000000")");
    EXPECT_EQ(text("state_callAt", "\"No_such\",\"0x\""),
              error(4003, "Client error: Execution failed: Other: Exported method No_such is not found"));
    const Json trap = node->call("state_call", R"("AccountNonceApi_account_nonce","0x00")");
    EXPECT_EQ(at(trap, "/code"), Json(4003));
    EXPECT_TRUE(std::string_view(at(trap, "/message").as_string())
                    .starts_with("Client error: Execution failed: Execution aborted due to trap: "));
    const Json version = node->call("state_getRuntimeVersion");
    EXPECT_EQ(at(version, "/specName"), Json("kusama"));
    EXPECT_EQ(at(version, "/specVersion"), Json(1007001));
    EXPECT_EQ(node->call("chain_getRuntimeVersion"), version);
}

TEST_F(Methods, MetadataIsThatOfTheRuntimeWithoutItsLength) {
    const Json metadata = node->call("state_getMetadata");
    // Metadata_metadata returns SCALE bytes: their length comes first.
    const auto returned = node->call("state_call", R"("Metadata_metadata","0x")");
    const Bytes encoded = from_hex_prefixed(returned.as_string()).value();
    EXPECT_TRUE(metadata == Json(to_hex_prefixed(scale::decode<Bytes>(encoded).value())));
    EXPECT_TRUE(node->call("state_getMetadata", quoted(first)) == metadata) << "from the cache";
}

// Observed: polkadot 1.25.1, with the codes of sc_rpc_api::state 0.60
TEST_F(Methods, RecordedCallsAreNotSupportedByANodeOfARelayChain) {
    const std::string arguments = R"("Core_version","0x",)" + quoted(first);
    EXPECT_EQ(text("state_callRecorded", arguments),
              error(4004, "Recorded runtime calls are not supported by this node"));
    node->options.deny_unsafe = true;
    EXPECT_EQ(text("state_callRecorded", arguments),
              error(4005, "Recorded runtime calls are unsafe and disabled on this node"));
    node->options.deny_unsafe = false;
    EXPECT_EQ(node->call("state_callRecorded", R"("Core_version","0x")").at("code"), Json(-32602));
}

TEST_F(Methods, QueriesTellWhatChangedFromBlockToBlock) {
    const std::string key = "\"" + kNumberKey + "\"";
    const auto change = [&](const Hash256& block, const char* value) {
        return R"({"block":)" + quoted(block) + R"(,"changes":[[)" + key + ",\"" + value + "\"]]}";
    };
    EXPECT_EQ(text("state_queryStorageAt", "[" + key + ",\"0x1234\"]," + quoted(first)),
              R"([{"block":)" + quoted(first) + R"(,"changes":[[)" + key + R"(,"0x01000000"],["0x1234",null]]}])");
    EXPECT_EQ(text("state_queryStorage", "[" + key + "]," + quoted(first) + "," + quoted(second)),
              "[" + change(first, "0x01000000") + "," + change(second, "0x02000000") + "]");
    EXPECT_EQ(text("state_queryStorage", "[]," + quoted(second) + "," + quoted(first)),
              error(4001, "Cannot resolve a block range ['2 (" + to_hex_prefixed(second.bytes) + ")' ... '1 (" +
                              to_hex_prefixed(first.bytes) + ")]. from number > to number"));
    EXPECT_EQ(text("state_queryStorageAt", "[]," + unknown_block()),
              error(4001, "Cannot resolve a block range ['" + to_hex_prefixed(Hash256{{1}}.bytes) + "' ... 'Some(" +
                              to_hex_prefixed(Hash256{{1}}.bytes) + ")]. " + not_found()));
}

TEST_F(Methods, BlocksCanBeExecutedAgain) {
    const Json trace = node->call("state_traceBlock", quoted(second));
    EXPECT_EQ(at(trace, "/blockTrace/parentHash"), Json(to_hex(first.bytes)));
    EXPECT_EQ(at(trace, "/blockTrace/tracingTargets"), Json("pallet,frame,state"));
    const Json stats = node->call("dev_getBlockStats", quoted(second));
    EXPECT_EQ(at(stats, "/numExtrinsics").to_number<size_t>(), node->client->find_body(second).value()->size());
    EXPECT_GT(at(stats, "/witnessLen").to_number<size_t>(), at(stats, "/witnessCompactLen").to_number<size_t>());
    EXPECT_GT(at(stats, "/witnessCompactLen").to_number<size_t>(), 1000u);
    EXPECT_EQ(text("dev_getBlockStats", unknown_block()), "null");
}

TEST_F(Methods, ChildTriesNeedTheirPrefix) {
    EXPECT_EQ(text("childstate_getStorage", R"("0x1234","0x00")"),
              error(4003, "Client error: Invalid child storage key"));
    const std::string child = quoted(trie::default_child_root_key("0102"_hex));
    EXPECT_EQ(text("childstate_getStorage", child + ",\"0x00\""), "null");
    EXPECT_EQ(text("childstate_getStorageEntries", child + ",[\"0x00\",\"0x01\"]"), "[null,null]");
    EXPECT_EQ(text("childstate_getKeys", child + ",\"0x\""), "[]");
    EXPECT_EQ(text("childstate_getKeysPagedAt", child + ",null,10"), "[]");
    EXPECT_EQ(serialize(at(node->call("state_getChildReadProof", child + ",[\"0x00\"]," + quoted(first)), "/at")),
              quoted(first));
}

TEST_F(Methods, SystemTellsOfTheNode) {
    EXPECT_EQ(text("system_name"), R"("Serinus")");
    EXPECT_EQ(text("system_chain"), serialize(Json(node->client->spec().name)));
    EXPECT_EQ(text("system_chainType"), R"("Local")");
    EXPECT_EQ(text("system_health"), R"({"peers":1,"isSyncing":false,"shouldHavePeers":true})");
    EXPECT_EQ(text("system_nodeRoles"), R"(["Authority"])");
    EXPECT_EQ(text("system_syncState"), R"({"startingBlock":1,"currentBlock":2,"highestBlock":3})");
    EXPECT_EQ(text("system_peers"),
              R"([{"peerId":"QmPeer","roles":"FULL","bestHash":)" + quoted(Hash256()) + R"(,"bestNumber":7}])");
    EXPECT_EQ(at(node->call("system_properties"), "/tokenSymbol"), Json("KSM"));
    EXPECT_EQ(text("system_localPeerId"), '"' + node->system.local_peer_id() + '"');
    EXPECT_EQ(text("system_localListenAddresses"), R"(["/ip4/127.0.0.1/tcp/30333"])");
    const Json state = node->call("system_unstable_networkState");
    EXPECT_EQ(at(state, "/peerId"), Json(node->system.local_peer_id()));
    EXPECT_EQ(serialize(at(state, "/listenedAddresses")), R"(["/ip4/127.0.0.1/tcp/30333"])");
    EXPECT_EQ(serialize(at(state, "/externalAddresses")), R"(["/ip4/198.51.100.1/tcp/30333"])");
    EXPECT_EQ(at(state, "/connectedPeers/QmPeer/bestNumber"), Json(7));
    EXPECT_EQ(text("system_addLogFilter", "\"babe=debug\""), "null");
    EXPECT_EQ(node->system.filter, "babe=debug");
    EXPECT_EQ(text("system_resetLogFilter"), "null");
    EXPECT_EQ(node->system.filter, "");
    EXPECT_EQ(at(node->call("system_addLogFilter", "\"nonsense=\""), "/code"), Json(-32603));
}

// The fields of light specifications as other tests of this project and light clients read them.
TEST_F(Methods, ASpecificationForLightClientsBeginsWithTheLastFinalBlock) {
    const Json spec = node->call("sync_state_genSyncSpec", "true");
    EXPECT_EQ(at(spec, "/id"), Json(node->client->spec().id));
    EXPECT_FALSE(at(spec, "/genesis/raw/top").as_object().empty());
    const auto read = chain::read_chain_spec(serialize(spec));
    ASSERT_TRUE(read) << read.error().to_string();
    const auto light = chain::find_light_block(*read);
    ASSERT_TRUE(light && *light);
    EXPECT_EQ((*light)->hash, first);
    EXPECT_EQ(chain::genesis_block(*read)->hash, genesis);
    const auto& state = *read->light_sync_state;
    const auto set = scale::decode<consensus::grandpa::AuthoritySet>(state.grandpa_authority_set);
    ASSERT_TRUE(set);
    EXPECT_FALSE(set->current.empty());
    // One root for the first block, which announces epoch 1: number 1, variant 0.
    ASSERT_GT(state.babe_epoch_changes.size(), 38u);
    EXPECT_EQ(state.babe_epoch_changes[0], 4);
    EXPECT_TRUE(std::ranges::equal(BytesView(state.babe_epoch_changes).subspan(1, 32), first.bytes));
    EXPECT_EQ(load_le<uint32_t>(&state.babe_epoch_changes[33]), 1u);
    EXPECT_EQ(state.babe_epoch_changes[37], 0);
    EXPECT_EQ(at(node->call("sync_state_genSyncSpec"), "/code"), Json(-32602)) << "the argument is missing";
}

// Observed: polkadot-stable2407: sc_rpc_api::system::Error
TEST_F(Methods, ReservedPeersAreAddedByAddressAndRemovedById) {
    EXPECT_EQ(text("system_reservedPeers"), "[]");
    EXPECT_EQ(text("system_addReservedPeer", "\"/ip4/198.51.100.19/tcp/30333\""),
              error(2002, "Peer id is missing from the address"));
    EXPECT_EQ(text("system_addReservedPeer", "\"/ip4/198.51.100.19/tcp/30333/p2p/\""),
              error(2002, "the id is missing"));
    EXPECT_EQ(text("system_reservedPeers"), "[]");
    EXPECT_EQ(text("system_addReservedPeer", "\"/ip4/198.51.100.19/tcp/30333/p2p/12D3\""), "null");
    EXPECT_EQ(text("system_reservedPeers"), R"(["12D3"])");
    EXPECT_EQ(text("system_removeReservedPeer", "\"\""), error(2002, "the id is missing"));
    EXPECT_EQ(text("system_removeReservedPeer", "\"12D3\""), "null");
    EXPECT_EQ(text("system_removeReservedPeer", "\"12D3\""), "null");
    EXPECT_EQ(text("system_reservedPeers"), "[]");
}

TEST_F(Methods, UnsafeOnesAreRefusedToStrangers) {
    node->options.deny_unsafe = true;
    for (const char* name : {"author_insertKey",
                             "author_rotateKeys",
                             "author_rotateKeysWithOwner",
                             "author_hasKey",
                             "author_hasSessionKeys",
                             "author_removeExtrinsic",
                             "state_getPairs",
                             "state_queryStorage",
                             "state_traceBlock",
                             "state_trieMigrationStatus",
                             "system_peers",
                             "system_unstable_networkState",
                             "system_addReservedPeer",
                             "system_removeReservedPeer",
                             "system_addLogFilter",
                             "system_resetLogFilter",
                             "system_dryRun",
                             "system_dryRunAt",
                             "offchain_localStorageSet",
                             "offchain_localStorageGet",
                             "offchain_localStorageClear",
                             "babe_epochAuthorship",
                             "state_trieMigrationStatus",
                             "dev_getBlockStats"}) {
        EXPECT_EQ(text(name), error(-32601, "RPC call is unsafe to be called externally")) << name;
    }
    node->options.deny_unsafe = false;
}

TEST_F(Methods, FeesAreEstimated) {
    const Json info = node->call("payment_queryInfo", transfer);
    EXPECT_EQ(at(info, "/class"), Json("normal"));
    EXPECT_GT(at(info, "/weight/ref_time").to_number<uint64_t>(), 100'000'000u);
    EXPECT_GT(std::stoull(std::string(at(info, "/partialFee").as_string())), 1'000'000u);
    const Json details = node->call("payment_queryFeeDetails", transfer + "," + quoted(second));
    EXPECT_TRUE(std::string_view(at(details, "/inclusionFee/baseFee").as_string()).starts_with("0x"));
    EXPECT_EQ(details.as_object().size(), 1u) << "no tip";
    EXPECT_EQ(text("payment_queryInfo", "\"0x10aa\""),
              R"({"code":2,"message":"Unable to query dispatch info.","data":"Not enough data to decode vector"})");
    EXPECT_EQ(at(node->call("payment_queryInfo", "\"0x0400\""), "/code"), Json(1));
}

TEST_F(Methods, NonceIsThatOfTheStateWithoutPendingTransactions) {
    EXPECT_EQ(text("system_accountNextIndex", "\"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY\""), "0");
    EXPECT_EQ(text("account_nextIndex", "\"0x" + kAlice + "\""), "0");
    EXPECT_EQ(at(node->call("system_accountNextIndex", "\"5Grw\""), "/code"), Json(-32602));
}

TEST_F(Methods, DryRunGivesTheResultOfTheRuntime) {
    EXPECT_EQ(text("system_dryRun", transfer), R"("0x0000")");
    EXPECT_EQ(at(node->call("system_dryRunAt", "\"0x\""), "/code"), Json(2));
}

// Observed: polkadot 1.25.1: a transaction that is watched is ready, then in a block, then final.
TEST_F(Methods, TransactionsAreWatchedUntilTheyAreFinal) {
    const auto extrinsic = node->author.transfer(ByteArray<32>{2}, 1'000'000'000'000);
    const std::string text_of = quoted(scale::encode(extrinsic));
    EXPECT_EQ(text("author_pendingExtrinsics"), "[]");
    text("author_submitAndWatchExtrinsic", text_of);
    EXPECT_EQ(node->notifications(), std::vector<std::string>{R"("future")"}) << "another with the nonce 0 is missing";
    EXPECT_EQ(text("author_submitExtrinsic", transfer), quoted(pool::TransactionPool::hash_of(transfer_bytes)));
    EXPECT_EQ(node->notifications(), std::vector<std::string>{R"("ready")"});
    EXPECT_EQ(text("author_pendingExtrinsics"), "[" + transfer + "," + text_of + "]");
    EXPECT_EQ(text("system_accountNextIndex", "\"0x" + kAlice + "\""), "2");
    EXPECT_EQ(text("author_submitExtrinsic", transfer),
              R"({"code":1013,"message":"Transaction Already Imported","data":)" +
                  quoted(pool::TransactionPool::hash_of(transfer_bytes)) + "}");

    const Hash256 block = node->grow({.extrinsics = {transfer_bytes, extrinsic}});
    EXPECT_EQ(node->notifications(), std::vector<std::string>{R"({"inBlock":)" + quoted(block) + "}"});
    EXPECT_EQ(text("author_pendingExtrinsics"), "[]");
    ASSERT_TRUE(node->client->finalize(block, std::nullopt).value());
    EXPECT_EQ(node->notifications(), std::vector<std::string>{R"({"finalized":)" + quoted(block) + "}"});
    // Observed: polkadot 1.25.1: what a block has taken is banned, so that the runtime is not asked about it again.
    EXPECT_EQ(text("author_submitExtrinsic", transfer),
              R"({"code":1012,"message":"Transaction is temporarily banned"})");
}

// Ours: a client that looks up the block of a status has time for it where blocks are final at once.
TEST_F(Methods, FinalityIsToldAWhileAfterTheBlock) {
    const auto extrinsic = node->author.transfer(ByteArray<32>{4}, 1'000'000'000'000);
    text("author_submitAndWatchExtrinsic", quoted(scale::encode(extrinsic)));
    EXPECT_EQ(node->notifications(), std::vector<std::string>{R"("ready")"});
    const uint64_t start_ms = node->scheduler->now_ms();
    const Hash256 block = node->grow({.extrinsics = {extrinsic}});
    ASSERT_TRUE(node->client->finalize(block, std::nullopt).value());
    EXPECT_EQ(node->notifications(), (std::vector<std::string>{R"({"inBlock":)" + quoted(block) + "}",
                                                               R"({"finalized":)" + quoted(block) + "}"}));
    EXPECT_GE(node->scheduler->now_ms() - start_ms, 100u);
}

TEST_F(Methods, TransactionsAreTakenBack) {
    const auto extrinsic = node->author.transfer(ByteArray<32>{3}, 1'000'000'000'000);
    const std::string hash = text("author_submitExtrinsic", quoted(scale::encode(extrinsic)));
    EXPECT_EQ(text("author_removeExtrinsic", R"([{"hash":)" + hash + "}]"), "[" + hash + "]");
    EXPECT_EQ(text("author_submitExtrinsic", quoted(scale::encode(extrinsic))),
              error(1012, "Transaction is temporarily banned"));
    EXPECT_EQ(text("author_removeExtrinsic", R"([{"extrinsic":)" + quoted(scale::encode(extrinsic)) + "}]"), "[]");
    EXPECT_EQ(at(node->call("author_removeExtrinsic", "[{}]"), "/code"), Json(-32602));
}

// Observed: polkadot 1.25.1: the errors of the two methods differ.
TEST_F(Methods, WhatIsNoExtrinsicIsRefused) {
    EXPECT_EQ(text("author_submitExtrinsic", "\"0x10aa\""),
              error(1040, "Client error: Not enough data to decode vector"));
    EXPECT_EQ(text("author_submitAndWatchExtrinsic", "\"0x\""),
              error(1001, "Extrinsic has invalid format: Not enough data to fill buffer"));
}

TEST_F(Methods, OffchainDatabaseIsReadAndWritten) {
    EXPECT_EQ(text("offchain_localStorageGet", R"("PERSISTENT","0x01")"), "null");
    EXPECT_EQ(text("offchain_localStorageSet", R"("PERSISTENT","0x01","0x0203")"), "null");
    EXPECT_EQ(text("offchain_localStorageGet", R"("PERSISTENT","0x01")"), R"("0x0203")");
    EXPECT_EQ(text("offchain_localStorageClear", R"("PERSISTENT","0x01")"), "null");
    EXPECT_EQ(text("offchain_localStorageGet", R"("PERSISTENT","0x01")"), "null");
    EXPECT_EQ(text("offchain_localStorageGet", R"("LOCAL","0x01")"),
              error(5001, "This storage kind is not available yet."));
    EXPECT_EQ(at(node->call("offchain_localStorageGet", R"("OTHER","0x01")"), "/code"), Json(-32602));
}

TEST_F(Methods, SessionKeysAreMadeAndFound) {
    const Json keys = node->call("author_rotateKeys");
    // gran, babe, para, asgn, audi: 32 bytes each; beef: 33.
    EXPECT_EQ(keys.as_string().size(), 2 + 2 * (5 * 32 + 33));
    EXPECT_EQ(text("author_hasSessionKeys", serialize(keys)), "true");
    std::string other(keys.as_string());
    other[2 + 10] = other[2 + 10] == 'a' ? 'b' : 'a';
    EXPECT_EQ(text("author_hasSessionKeys", "\"" + other + "\""), "false");
    EXPECT_EQ(text("author_hasSessionKeys", "\"0x010203\""), error(1040, "Session keys are not encoded correctly"));
    const Json owned = node->call("author_rotateKeysWithOwner", "\"0x" + kAlice + "\"");
    EXPECT_EQ(owned.as_object().size(), 1u) << "this runtime cannot prove";
}

TEST_F(Methods, InsertedKeysAuthorSlots) {
    EXPECT_EQ(text("babe_epochAuthorship"), "{}");
    EXPECT_EQ(text("author_hasKey", "\"0x" + kAlice + "\",\"babe\""), "false");
    EXPECT_EQ(text("author_insertKey", "\"babe\",\"//Alice\",\"0x" + kAlice + "\""), "null");
    EXPECT_EQ(text("author_hasKey", "\"0x" + kAlice + "\",\"babe\""), "true");
    EXPECT_EQ(text("author_hasKey", "\"0x" + kAlice + "\",\"toolong\""),
              error(1040, "Invalid key type ID format (should be of length four)"));
    EXPECT_EQ(text("author_insertKey", "\"babe\",\"no phrase\",\"0x" + kAlice + "\""),
              error(1040, "The key store is unavailable"));

    const Json slots = node->call("babe_epochAuthorship");
    ASSERT_EQ(slots.as_object().size(), 1u);
    EXPECT_EQ(std::string_view(slots.as_object().begin()->key()), "HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F");
    const auto& mine = slots.as_object().begin()->value();
    const size_t primary = at(mine, "/primary").as_array().size();
    const size_t secondary = at(mine, "/secondary").as_array().size() + at(mine, "/secondary_vrf").as_array().size();
    EXPECT_GT(primary, 0u);
    EXPECT_EQ(node->call("babe_epochAuthorship"), slots) << "the second time from memory";
    EXPECT_GT(secondary, primary) << "one slot in four has a primary author, and all others are of two authorities";
}

TEST_F(Methods, BlocksAreSealedOnDemand) {
    const std::string hash = quoted(Hash256{{7}});
    EXPECT_EQ(text("engine_createBlock", "true,false"),
              R"({"hash":)" + hash +
                  R"(,"aux":{"header_only":false,"clear_justification_requests":false,)"
                  R"("needs_justification":false,"bad_justification":false,"is_new_best":true},)"
                  R"("proof_size":0})");
    EXPECT_EQ(text("engine_createBlock", "false,true," + quoted(first)), error(12000, "Transaction pool is empty"));
    EXPECT_EQ(node->sealing.requests.back().parent, first);
    EXPECT_TRUE(node->sealing.requests.back().finalize);
    EXPECT_EQ(text("engine_finalizeBlock", hash + ",[1,2]"), "true");
    EXPECT_EQ(node->sealing.justification->data, "0102"_hex);
}

TEST_F(Methods, DevelopersMakeBlocks) {
    const std::string hash = quoted(Hash256{{7}});
    auto& requests = node->sealing.requests;
    requests.clear();
    EXPECT_EQ(text("dev_newBlock", R"({"count":2,"transactions":["0x0c010203"]})"), hash);
    ASSERT_EQ(requests.size(), 2u);
    EXPECT_EQ(requests[0].development->transactions, std::vector<Bytes>({"010203"_hex}));
    EXPECT_FALSE(requests[1].development->transactions) << "the second block takes those of the pool";
    EXPECT_EQ(text("dev_newBlock"), hash);
    // Up to a block that is there already: one block more, as Chopsticks makes it.
    EXPECT_EQ(text("dev_newBlock", R"({"to":0})"), hash);
    EXPECT_EQ(requests.size(), 4u);

    EXPECT_EQ(text("dev_setStorage", R"([["0x01","0x0203"],["0x04",null]],)" + quoted(first)), hash);
    EXPECT_EQ(requests.back().development->changes.top, (state::ChangeSet{{{1}, Bytes{2, 3}}, {{4}, std::nullopt}}));
    EXPECT_EQ(requests.back().parent, first);
    EXPECT_EQ(text("dev_timeTravel", R"("1970-01-02T00:00:00Z")"), "86400000");
    EXPECT_EQ(requests.back().development->timestamp_ms, 86'400'000u);

    EXPECT_EQ(text("dev_setBlockBuildMode", R"("Instant")"), "null");
    EXPECT_EQ(node->sealing.mode_.kind, authorship::SealingMode::Kind::kInstant);
    EXPECT_EQ(text("dev_setRuntimeLogLevel", "5"), "null");
}

TEST_F(Methods, DevelopersSetTheHead) {
    const Hash256 head = node->client->best().hash;
    const Hash256 second = node->grow();
    const Hash256 third = node->grow();
    EXPECT_EQ(text("dev_setHead", quoted(second)), quoted(second));
    EXPECT_EQ(node->client->best().hash, second);
    EXPECT_EQ(text("dev_setHead", std::to_string(node->client->best().number - 1)), quoted(head));
    EXPECT_EQ(node->client->best().hash, head);
    EXPECT_EQ(text("dev_setHead", quoted(third)), quoted(third));
    EXPECT_EQ(node->client->best().hash, third);
    const std::string unknown = to_hex_prefixed(Hash256{{9}}.bytes);
    EXPECT_EQ(text("dev_setHead", quoted(Hash256{{9}})), error(1, "Block not found \\\"" + unknown + "\\\""));
    EXPECT_EQ(text("dev_setHead", "100"), error(1, "Block not found 100"));
}

/// What a relay node of the reference lists, without the new specification's and the statement store's; for
/// MMR see real_runtime_test.cpp, for those of a service its folder.
TEST_F(Methods, AllOfTheReferenceAreThere) {
    const auto names = node->registry->names();
    for (const char* name : {"account_nextIndex",
                             "author_hasKey",
                             "author_hasSessionKeys",
                             "author_insertKey",
                             "author_pendingExtrinsics",
                             "author_removeExtrinsic",
                             "author_rotateKeys",
                             "author_rotateKeysWithOwner",
                             "author_submitAndWatchExtrinsic",
                             "author_submitExtrinsic",
                             "author_unwatchExtrinsic",
                             "babe_epochAuthorship",
                             "chain_getBlock",
                             "chain_getBlockHash",
                             "chain_getFinalisedHead",
                             "chain_getFinalizedHead",
                             "chain_getHead",
                             "chain_getHeader",
                             "chain_getRuntimeVersion",
                             "chain_subscribeAllHeads",
                             "chain_subscribeFinalisedHeads",
                             "chain_subscribeFinalizedHeads",
                             "chain_subscribeNewHead",
                             "chain_subscribeNewHeads",
                             "chain_subscribeRuntimeVersion",
                             "chain_unsubscribeAllHeads",
                             "chain_unsubscribeFinalisedHeads",
                             "chain_unsubscribeFinalizedHeads",
                             "chain_unsubscribeNewHead",
                             "chain_unsubscribeNewHeads",
                             "chain_unsubscribeRuntimeVersion",
                             "childstate_getKeys",
                             "childstate_getKeysPaged",
                             "childstate_getKeysPagedAt",
                             "childstate_getStorage",
                             "childstate_getStorageEntries",
                             "childstate_getStorageHash",
                             "childstate_getStorageSize",
                             "dev_getBlockStats",
                             "offchain_localStorageClear",
                             "offchain_localStorageGet",
                             "offchain_localStorageSet",
                             "payment_queryFeeDetails",
                             "payment_queryInfo",
                             "rpc_methods",
                             "state_call",
                             "state_callAt",
                             "state_getChildReadProof",
                             "state_getKeys",
                             "state_getKeysPaged",
                             "state_getKeysPagedAt",
                             "state_getMetadata",
                             "state_getPairs",
                             "state_getReadProof",
                             "state_getRuntimeVersion",
                             "state_getStorage",
                             "state_getStorageAt",
                             "state_getStorageHash",
                             "state_getStorageHashAt",
                             "state_getStorageSize",
                             "state_getStorageSizeAt",
                             "state_queryStorage",
                             "state_queryStorageAt",
                             "state_subscribeRuntimeVersion",
                             "state_subscribeStorage",
                             "state_traceBlock",
                             "state_unsubscribeRuntimeVersion",
                             "state_unsubscribeStorage",
                             "subscribe_newHead",
                             "sync_state_genSyncSpec",
                             "system_accountNextIndex",
                             "system_addLogFilter",
                             "system_addReservedPeer",
                             "system_chain",
                             "system_chainType",
                             "system_dryRun",
                             "system_dryRunAt",
                             "system_health",
                             "system_localListenAddresses",
                             "system_localPeerId",
                             "system_name",
                             "system_nodeRoles",
                             "system_peers",
                             "system_properties",
                             "system_removeReservedPeer",
                             "system_reservedPeers",
                             "system_resetLogFilter",
                             "system_syncState",
                             "system_unstable_networkState",
                             "system_version",
                             "unsubscribe_newHead"}) {
        EXPECT_TRUE(std::ranges::binary_search(names, name)) << name;
    }
    EXPECT_EQ(at(node->call("rpc_methods"), "/methods").as_array().size(), names.size());
}

/// The rest changes the chain; each test does so in its own way, whatever was before it.
std::string number_of(const std::string& header) { return std::string(parse(header).at("number").as_string()); }

std::vector<std::string> numbers_of(const std::vector<std::string>& headers) {
    std::vector<std::string> out;
    for (const auto& header : headers) out.push_back(number_of(header));
    return out;
}

std::string hex_number(uint64_t number) {
    char text[20];
    std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(number));
    return text;
}

TEST_F(Methods, NewHeadsBeginWithTheBestBlock) {
    const uint64_t best = node->client->best().number;
    const std::string id = text("chain_subscribeNewHeads");
    const std::string other = text("subscribe_newHead");
    node->grow();
    const std::vector<std::string> expected = {hex_number(best), hex_number(best), hex_number(best + 1),
                                               hex_number(best + 1)};
    EXPECT_EQ(numbers_of(node->notifications()), expected);
    EXPECT_EQ(text("chain_unsubscribeNewHead", id), "true");
    EXPECT_EQ(text("unsubscribe_newHead", other), "true");
    EXPECT_EQ(text("unsubscribe_newHead", other), "false");
    node->grow();
    EXPECT_TRUE(node->notifications().empty());
}

// The pool takes the transactions back, and every subscription of the best block names the block below.
TEST(MethodsAtAnExcludedBlock, ABestBlockThatIsExcludedIsTakenBack) {
    const auto node = std::make_unique<TestNode>(serinus::test::own_chain("kusama-local"));
    const auto text = [&](const std::string& method, const std::string& params = "") {
        return node->text(method, params);
    };
    add_chain_head(*node->registry, *node->services);
    node->grow();
    const auto below = node->client->best();
    const auto extrinsic = node->author.transfer(ByteArray<32>{9}, 1'000'000'000'000);
    const std::string bytes = quoted(scale::encode(extrinsic));
    text("author_submitExtrinsic", bytes);
    const Hash256 block = node->grow({.extrinsics = {extrinsic}});
    node->notifications();
    EXPECT_EQ(text("author_pendingExtrinsics"), "[]");
    const std::string heads = text("chain_subscribeNewHeads");
    const std::string storage = text("state_subscribeStorage", "[\"" + kNumberKey + "\"]");
    const std::string follow = text("chainHead_v1_follow", "false");
    node->notifications();

    ASSERT_TRUE(node->client->exclude(block));
    Bytes number(4);
    store_le(number.data(), below.number);
    using testing::AllOf, testing::HasSubstr;
    EXPECT_THAT(node->notifications(),
                testing::UnorderedElementsAre(HasSubstr(R"("number":")" + hex_number(below.number) + "\""),
                                              R"({"block":)" + quoted(below.hash) + R"(,"changes":[[")" + kNumberKey +
                                                  "\"," + quoted(number) + "]]}",
                                              AllOf(HasSubstr("bestBlockChanged"), HasSubstr(quoted(below.hash)))));
    EXPECT_EQ(text("author_pendingExtrinsics"), "[" + bytes + "]");

    ASSERT_TRUE(node->client->readmit(block));
    EXPECT_EQ(node->notifications().size(), 3u);
    EXPECT_EQ(text("author_pendingExtrinsics"), "[]");
    EXPECT_EQ(text("chain_unsubscribeNewHeads", heads), "true");
    EXPECT_EQ(text("state_unsubscribeStorage", storage), "true");
    text("chainHead_v1_unfollow", follow);
}

TEST_F(Methods, EveryFinalizedHeaderIsSent) {
    const uint64_t finalized = node->client->finalized().number;
    for (int i = 0; i < 3; ++i) node->grow();
    const std::string id = text("chain_subscribeFinalisedHeads");
    const auto best = node->client->best();
    ASSERT_TRUE(node->client->finalize(best.hash, std::nullopt).value());
    std::vector<std::string> expected;
    for (uint64_t number = finalized; number <= best.number; ++number) expected.push_back(hex_number(number));
    EXPECT_EQ(numbers_of(node->notifications()), expected);
    EXPECT_EQ(text("chain_unsubscribeFinalizedHeads", id), "true");
}

TEST_F(Methods, ChangedEntriesAreSent) {
    const uint64_t best = node->client->best().number;
    const std::string id = text("state_subscribeStorage", "[\"" + kNumberKey + "\",\"0x1234\"]");
    const auto initial = node->notifications();
    ASSERT_EQ(initial.size(), 1u);
    EXPECT_EQ(at(parse(initial[0]), "/changes").as_array().size(), 2u) << "first all of them";
    EXPECT_EQ(at(parse(initial[0]), "/changes/1"), parse(R"(["0x1234",null])"));
    const Hash256 block = node->grow();
    Bytes number(4);
    store_le(number.data(), static_cast<uint32_t>(best + 1));
    EXPECT_EQ(node->notifications(), std::vector<std::string>{R"({"block":)" + quoted(block) + R"(,"changes":[[")" +
                                                              kNumberKey + "\"," + quoted(number) + "]]}"});
    EXPECT_EQ(text("state_unsubscribeStorage", id), "true");
    node->grow();
    EXPECT_TRUE(node->notifications().empty());
}

// Observed: polkadot v1.0.0, sc-rpc: only for those who may make unsafe calls.
TEST_F(Methods, AllChangedEntriesAreSentWithoutKeys) {
    node->options.deny_unsafe = true;
    EXPECT_EQ(text("state_subscribeStorage"), error(-32601, "RPC call is unsafe to be called externally"));
    node->options.deny_unsafe = false;
    const std::string id = text("state_subscribeStorage");
    EXPECT_TRUE(node->notifications().empty()) << "nothing is sent at first";
    const uint64_t best = node->client->best().number;
    const Hash256 block = node->grow();
    const auto sent = node->notifications();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(serialize(at(parse(sent[0]), "/block")), quoted(block));
    Bytes number(4);
    store_le(number.data(), static_cast<uint32_t>(best + 1));
    const Json list = at(parse(sent[0]), "/changes");
    const auto& changes = list.as_array();
    EXPECT_GT(changes.size(), 3u);
    EXPECT_EQ(std::ranges::count(changes, parse("[\"" + kNumberKey + "\"," + quoted(number) + "]")), 1);
    EXPECT_EQ(text("state_unsubscribeStorage", id), "true");
    node->grow();
    EXPECT_TRUE(node->notifications().empty());
}

TEST_F(Methods, ProofsAndListsAreBoundedByTheMemoryOfClients) {
    const std::string keys = "[\"" + kNumberKey + "\"]";
    EXPECT_TRUE(node->call("state_getReadProof", keys).as_object().contains("proof"));
    EXPECT_EQ(node->services->memory->used(MemoryOwner::kResults), 0u);
    Charge others;
    ASSERT_TRUE(others.take(node->services->memory, MemoryOwner::kMessages,
                            MemoryBudget::kMaxBytes - node->services->memory->used() - 1000));
    const Json busy = Json(-32009);
    EXPECT_EQ(at(node->call("state_getReadProof", keys), "/code"), busy);
    EXPECT_EQ(at(node->call("state_getKeysPaged", "\"0x\",100"), "/code"), busy);
    EXPECT_EQ(at(node->call("state_getPairs", "\"0x\""), "/code"), busy);
    EXPECT_EQ(at(node->call("state_queryStorageAt", keys), "/code"), busy);
}

// The arguments of strangers make runtimes panic: that is not the place for where in the code they did.
TEST_F(Methods, ErrorsOfRuntimeCallsHaveNoBacktrace) {
    const std::string reply = text("state_call", "\"BlockBuilder_apply_extrinsic\",\"0xff\"");
    EXPECT_NE(reply.find("Execution failed"), reply.npos) << reply;
    EXPECT_EQ(reply.find("\\n    at"), reply.npos) << reply;
    EXPECT_EQ(reply.find("(function "), reply.npos) << reply;
}

TEST_F(Methods, TrieMigrationStatusCountsValuesInNodes) {
    const Json status = node->call("state_trieMigrationStatus");
    EXPECT_GT(at(status, "/totalTop").to_number<uint64_t>(), 20u) << serialize(status);
    EXPECT_EQ(at(status, "/topRemainingToMigrate"), Json(0)) << "the chain began with version 1";
    EXPECT_EQ(at(status, "/totalChild"), Json(0));
    EXPECT_EQ(at(status, "/childRemainingToMigrate"), Json(0));
    EXPECT_EQ(at(node->call("state_trieMigrationStatus", quoted(Hash256{{9}})), "/message"),
              Json("Error while checking migration state"));
}

TEST(AddressPrefix, IsThatOfTheChain) {
    chain::ChainSpec spec;
    const auto prefix_of = [&](const char* id) {
        spec.id = id;
        return address_prefix(spec);
    };
    EXPECT_EQ(prefix_of("kusama"), 2);
    EXPECT_EQ(prefix_of("ksmcc3"), 2);
    EXPECT_EQ(prefix_of("polkadot"), 0);
    EXPECT_EQ(prefix_of("westend2"), 42);
    EXPECT_EQ(prefix_of("mine"), 42);
    spec.properties = chain::JsonText{R"({"ss58Format":7})"};
    EXPECT_EQ(prefix_of("mine"), 7);
    EXPECT_EQ(prefix_of("kusama-local"), 2);
    spec.properties = chain::JsonText{R"({"ss58Format":"many"})"};
    EXPECT_EQ(prefix_of("mine"), 42);
}

TEST_F(Methods, RuntimeVersionIsSentOnceUntilItChanges) {
    const std::string id = text("chain_subscribeRuntimeVersion");
    node->grow();
    const auto sent = node->notifications();
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(sent[0], text("state_getRuntimeVersion"));
    EXPECT_EQ(text("state_unsubscribeRuntimeVersion", id), "true");
}

}  // namespace
}  // namespace serinus::rpc
