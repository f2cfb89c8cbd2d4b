#include "executor/offchain.hpp"

#include "base/hex.hpp"
#include "executor/host/host_test.hpp"

namespace serinus::executor::host {
namespace {

using namespace serinus::literals;

class OffchainFunctions : public HostTest {
  protected:
    OffchainFunctions() {
        context.offchain = &services;
        services.persistent_storage = storage.get();
    }

    std::unique_ptr<LocalStorage> storage = make_memory_local_storage();
    OffchainServices services;
};

// Spec: id-ext_offchain_is_validator, sect-offchain-api
TEST_F(OffchainFunctions, KnowTheRoleOfTheNode) {
    services.is_validator = true;
    EXPECT_EQ(run("ext_offchain_is_validator_version_1", {}), 1u);
    services.is_validator = false;
    EXPECT_EQ(run("ext_offchain_is_validator_version_1", {}), 0u);
}

// Spec: sect-ext-offchain-submit-transaction
TEST_F(OffchainFunctions, SubmitTransactions) {
    std::vector<Bytes> pool;
    services.submit_transaction = [&](BytesView transaction) {
        pool.push_back(to_bytes(transaction));
        return pool.size() == 1;
    };
    EXPECT_EQ(to_hex(run_bytes("ext_offchain_submit_transaction_version_1", {put("first")})), "00");
    EXPECT_EQ(to_hex(run_bytes("ext_offchain_submit_transaction_version_1", {put("second")})), "01");
    EXPECT_EQ(pool, (std::vector<Bytes>{to_bytes(as_bytes("first")), to_bytes(as_bytes("second"))}));
}

// Spec: defn-opaque-network-state, id-ext_offchain_network_state. Inside their byte strings, peer id and addresses are
// encoded with a length again.
TEST_F(OffchainFunctions, GiveTheNetworkState) {
    services.network_state = [] { return NetworkState{"0102"_hex, {"/ip4/1"}}; };
    EXPECT_EQ(to_hex(run_bytes("ext_offchain_network_state_version_1", {})),
              "00"  // Ok
              "0c"
              "080102"  // peer id
              "04"      // one address
              "1c"
              "18" +
                  to_hex(as_bytes("/ip4/1")));
    services.network_state = [] { return std::nullopt; };
    EXPECT_EQ(to_hex(run_bytes("ext_offchain_network_state_version_1", {})), "01");
}

// Spec: id-ext_offchain_timestamp, id-ext_offchain_sleep_until, id-ext_offchain_random_seed
TEST_F(OffchainFunctions, HaveTimeAndRandomness) {
    uint64_t now = 0x1'0000'0001;
    services.now_ms = [&] { return now; };
    services.sleep_until_ms = [&](uint64_t until, const std::stop_token& stop) {
        now = until;
        return !stop.stop_requested();
    };
    services.random_seed = [] { return ByteArray<32>{7}; };
    EXPECT_EQ(run("ext_offchain_timestamp_version_1", {}), 0x1'0000'0001u);
    run("ext_offchain_sleep_until_version_1", {UINT64_MAX});
    EXPECT_EQ(run("ext_offchain_timestamp_version_1", {}), UINT64_MAX);
    EXPECT_EQ(fixed_bytes(run("ext_offchain_random_seed_version_1", {}), 32), concat("07"_hex, Bytes(31)));
    EXPECT_FALSE(call.was_interrupted);
    std::stop_source stop;
    call.stop = stop.get_token();
    stop.request_stop();
    EXPECT_EQ(trap("ext_offchain_sleep_until_version_1", {UINT64_MAX}), "interrupted");
    EXPECT_TRUE(call.was_interrupted);
}

// Spec: id-ext_offchain_local_storage_set, id-ext_offchain_local_storage_get, id-ext_offchain_local_storage_clear
// Spec: defn-offchain-persistent-storage
TEST_F(OffchainFunctions, KeepThingsInTheirDatabase) {
    EXPECT_EQ(to_hex(run_bytes("ext_offchain_local_storage_get_version_1", {0, put("key")})), "00");
    run("ext_offchain_local_storage_set_version_1", {0, put("key"), put("value")});
    EXPECT_EQ(to_hex(run_bytes("ext_offchain_local_storage_get_version_1", {0, put("key")})),
              "0114" + to_hex(as_bytes("value")));
    EXPECT_EQ(*storage->get(as_bytes("key")), to_bytes(as_bytes("value")));
    run("ext_offchain_local_storage_clear_version_1", {0, put("key")});
    EXPECT_EQ(to_hex(run_bytes("ext_offchain_local_storage_get_version_1", {0, put("key")})), "00");
}

// Spec: id-ext_offchain_local_storage_compare_and_set
TEST_F(OffchainFunctions, CompareBeforeTheySet) {
    const auto set = [&](std::optional<std::string_view> old_value, std::string_view value) {
        return run("ext_offchain_local_storage_compare_and_set_version_1",
                   {0, put("key"), put_scale(old_value), put(value)});
    };
    EXPECT_EQ(set("old", "new"), 0u);
    EXPECT_EQ(set(std::nullopt, "old"), 1u);
    EXPECT_EQ(set(std::nullopt, "new"), 0u);
    EXPECT_EQ(set("old", "new"), 1u);
    EXPECT_EQ(*storage->get(as_bytes("key")), to_bytes(as_bytes("new")));
}

// Spec: defn-offchain-local-storage. Observed: polkadot-stable2407: sp_core::offchain::storage has nothing behind this
// kind.
TEST_F(OffchainFunctions, TheForkAwareStorageMayBeMissing) {
    run("ext_offchain_local_storage_set_version_1", {1, put("key"), put("value")});
    run("ext_offchain_local_storage_clear_version_1", {1, put("key")});
    EXPECT_EQ(to_hex(run_bytes("ext_offchain_local_storage_get_version_1", {1, put("key")})), "00");
    EXPECT_EQ(run("ext_offchain_local_storage_compare_and_set_version_1",
                  {1, put("key"), put_scale(std::optional<Bytes>()), put("value")}),
              0u);
    EXPECT_EQ(*storage->get(as_bytes("key")), std::nullopt);

    const auto local = make_memory_local_storage();
    services.local_storage = local.get();
    run("ext_offchain_local_storage_set_version_1", {1, put("key"), put("value")});
    EXPECT_EQ(to_hex(run_bytes("ext_offchain_local_storage_get_version_1", {1, put("key")})),
              "0114" + to_hex(as_bytes("value")));
    EXPECT_EQ(*storage->get(as_bytes("key")), std::nullopt) << "the other kind";
}

TEST_F(OffchainFunctions, KnowTwoKindsOfStorage) {
    for (const uint32_t kind : {2u, 3u, 256u, UINT32_MAX}) {
        EXPECT_NE(trap("ext_offchain_local_storage_get_version_1", {kind, put("key")}), "") << kind;
    }
}

// Observed: sp_io::offchain::set_authorized_nodes, sp-io 49.0.0
TEST_F(OffchainFunctions, SetWhoMayConnect) {
    std::vector<Bytes> allowed;
    bool only = false;
    services.set_authorized_nodes = [&](std::vector<Bytes> nodes, bool authorized_only) {
        allowed = std::move(nodes);
        only = authorized_only;
    };
    run("ext_offchain_set_authorized_nodes_version_1", {put_scale(std::vector<Bytes>{"01"_hex, {}}), 1});
    EXPECT_EQ(allowed, (std::vector<Bytes>{"01"_hex, {}}));
    EXPECT_TRUE(only);
}

/// Records its requests, and answers from a script.
class ScriptedHttp final : public OffchainHttp {
  public:
    std::optional<HttpRequestId> start(std::string_view method, std::string_view uri) override {
        log += "start " + std::string(method) + " " + std::string(uri) + "; ";
        return uri == "bad" ? std::nullopt : std::optional<HttpRequestId>(0x1234);
    }
    bool add_header(HttpRequestId id, std::string_view name, std::string_view value) override {
        log += "header " + std::string(name) + "=" + std::string(value) + "; ";
        return id == 0x1234;
    }
    Result<void, HttpError> write_body(HttpRequestId id, BytesView chunk, HttpDeadline deadline) override {
        log += "body " + std::string(as_text(chunk)) + (deadline ? " " + std::to_string(*deadline) : "") + "; ";
        ENSURE(id == 0x1234, HttpError::kInvalid);
        return {};
    }
    std::vector<HttpStatus> wait(std::span<const HttpRequestId> ids, HttpDeadline, const std::stop_token&) override {
        EXPECT_EQ(ids.size(), 4u);
        return {{HttpStatus::Kind::kDeadlineReached},
                {HttpStatus::Kind::kIoError},
                {HttpStatus::Kind::kInvalid},
                {HttpStatus::Kind::kFinished, 404}};
    }
    HttpHeaders response_headers(HttpRequestId) override { return {{"01"_hex, "0203"_hex}}; }
    Result<uint32_t, HttpError> read_body(HttpRequestId id, MutableBytesView buffer, HttpDeadline,
                                          const std::stop_token&) override {
        ENSURE(id != 1, HttpError::kDeadlineReached);
        ENSURE(id != 2, HttpError::kIoError);
        std::copy_n("hello", 5, buffer.begin());
        return 5u;
    }

    std::string log;
};

class OffchainHttpFunctions : public OffchainFunctions {
  protected:
    OffchainHttpFunctions() {
        auto scripted = std::make_unique<ScriptedHttp>();
        http = scripted.get();
        services.http = std::move(scripted);
    }
    wasm::Raw no_deadline() { return put_scale(HttpDeadline()); }

    ScriptedHttp* http;
};

// Spec: id-ext_offchain_http_request_start, id-ext_offchain_http_request_add_header
// Spec: id-ext_offchain_http_request_write_body
TEST_F(OffchainHttpFunctions, ARequestIsMadeInSteps) {
    EXPECT_EQ(to_hex(run_bytes("ext_offchain_http_request_start_version_1", {put("GET"), put("uri"), put("00")})),
              "003412");
    EXPECT_EQ(to_hex(run_bytes("ext_offchain_http_request_start_version_1", {put("GET"), put("bad"), 0})), "01");
    EXPECT_EQ(to_hex(run_bytes("ext_offchain_http_request_add_header_version_1", {0x1234, put("a"), put("b")})), "00");
    EXPECT_EQ(to_hex(run_bytes("ext_offchain_http_request_add_header_version_1", {1, put("c"), put("d")})), "01");
    EXPECT_EQ(to_hex(run_bytes("ext_offchain_http_request_write_body_version_1",
                               {0x51234, put("x"), put_scale(HttpDeadline(7))})),
              "00")
        << "the id has 16 bits";
    EXPECT_EQ(http->log, "start GET uri; start GET bad; header a=b; header c=d; body x 7; ");
}

// Spec: defn-http-error. Observed: the numbers of sp-core 43.0.0 begin with 1.
TEST_F(OffchainHttpFunctions, ErrorsAreNumberedFromOne) {
    const auto buffer = put(Bytes(16));
    const auto read = [&](uint32_t id) {
        return to_hex(run_bytes("ext_offchain_http_response_read_body_version_1", {id, buffer, no_deadline()}));
    };
    EXPECT_EQ(read(1), "0101");
    EXPECT_EQ(read(2), "0102");
    EXPECT_EQ(to_hex(run_bytes("ext_offchain_http_request_write_body_version_1", {1, 0, no_deadline()})), "0103");
}

// Spec: id-ext_offchain_http_response_read_body
TEST_F(OffchainHttpFunctions, ABodyIsReadIntoTheRuntimesBuffer) {
    const auto buffer = put(Bytes(16));
    EXPECT_EQ(to_hex(run_bytes("ext_offchain_http_response_read_body_version_1", {9, buffer, no_deadline()})),
              "0005000000");
    EXPECT_EQ(as_text(bytes_of(buffer)).substr(0, 6), std::string_view("hello\0", 6));
}

// Spec: defn-http-status-code, id-ext_offchain_http_response_wait
TEST_F(OffchainHttpFunctions, StatusesAreEncoded) {
    const auto ids = put_scale(std::vector<HttpRequestId>{1, 2, 3, 4});
    EXPECT_EQ(to_hex(run_bytes("ext_offchain_http_response_wait_version_1", {ids, no_deadline()})),
              "10"
              "00"
              "01"
              "02"
              "039401");
}

// Spec: id-ext_offchain_http_response_headers
TEST_F(OffchainHttpFunctions, HeadersAreAListOfPairs) {
    EXPECT_EQ(to_hex(run_bytes("ext_offchain_http_response_headers_version_1", {1})),
              "04"
              "0401"
              "080203");
}

TEST_F(OffchainHttpFunctions, TextsMustBeUtf8) {
    const auto bad = put("ff"_hex);
    EXPECT_NE(trap("ext_offchain_http_request_start_version_1", {bad, put("uri"), 0}), "");
    EXPECT_NE(trap("ext_offchain_http_request_start_version_1", {put("GET"), bad, 0}), "");
    EXPECT_NE(trap("ext_offchain_http_request_add_header_version_1", {1, bad, put("b")}), "");
    EXPECT_NE(trap("ext_offchain_http_request_add_header_version_1", {1, put("a"), bad}), "");
}

// As in the execution of blocks, which must not depend on any of it.
TEST_F(OffchainFunctions, WithoutServicesEveryOneTraps) {
    OffchainServices none;
    for (OffchainServices* missing : {static_cast<OffchainServices*>(nullptr), &none}) {
        context.offchain = missing;
        const auto none_there = put_scale(std::optional<Bytes>());
        const std::pair<const char*, std::vector<wasm::Raw>> calls[] = {
            {"is_validator", {}},
            {"submit_transaction", {0}},
            {"network_state", {}},
            {"timestamp", {}},
            {"sleep_until", {0}},
            {"random_seed", {}},
            {"local_storage_set", {1, 0, 0}},
            {"local_storage_clear", {1, 0}},
            {"local_storage_compare_and_set", {1, 0, none_there, 0}},
            {"local_storage_get", {1, 0}},
            {"set_authorized_nodes", {none_there, 0}},
            {"http_request_start", {0, 0, 0}},
            {"http_request_add_header", {1, 0, 0}},
            {"http_request_write_body", {1, 0, none_there}},
            {"http_response_wait", {none_there, none_there}},
            {"http_response_headers", {1}},
            {"http_response_read_body", {1, 0, none_there}},
        };
        for (const auto& [name, arguments] : calls) {
            const std::string reason = trap("ext_offchain_" + std::string(name) + "_version_1", arguments);
            EXPECT_NE(reason.find("not available in this context"), std::string::npos) << name << ": " << reason;
        }
    }
}

}  // namespace
}  // namespace serinus::executor::host
