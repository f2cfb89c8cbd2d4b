#include "rpc/methods/methods_test_support.hpp"

#include "base/hex.hpp"
#include "consensus/open_client.hpp"

namespace serinus::rpc::test {

TestNode::TestNode(const std::string& spec) : author(spec) {
    auto read = chain::read_chain_spec_file(spec);
    SERINUS_ASSERT(read.has_value());
    auto opened = consensus::open_client(*std::move(read), {});
    SERINUS_ASSERT(opened.has_value());
    client = *std::move(opened);
    pool = std::make_unique<pool::TransactionPool>(*client, *scheduler, pool::PoolOptions{});
    services = std::make_unique<Services>(Services{.client = *client,
                                                   .pool = *pool,
                                                   .keys = keys,
                                                   .system = system,
                                                   .scheduler = *scheduler,
                                                   .sealing = &sealing});
    registry = std::make_unique<Registry>();
    for (const auto add : {add_author, add_chain, add_state, add_child_state, add_system, add_payment, add_offchain,
                           add_babe, add_mmr, add_sync_state, add_dev, add_governance, add_dev_blocks, add_engine}) {
        add(*registry, *services);
    }
    add_rpc_methods(*registry);
    session = std::make_shared<Session>(1, SessionOptions{}, std::make_shared<CallQueue>(*scheduler), services->memory,
                                        [] {});
}

TestNode::~TestNode() {
    session->close();
    registry.reset();
}

Json TestNode::call(const std::string& method, const std::string& params) {
    const std::string text = R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":[)" + params + "]}";
    Answer answer = handle(*registry, options, session, text);
    const Json parsed = boost::json::parse(answer.text);
    session->answer(std::move(answer));
    const auto& object = parsed.as_object();
    return object.contains("result") ? object.at("result") : object.at("error");
}

std::vector<std::string> TestNode::notifications() {
    while (time.run_next()) {
    }
    std::vector<std::string> results;
    while (const auto message = session->pop()) {
        if (message->head != nullptr) results.push_back(*message->text);
    }
    return results;
}

Hash256 TestNode::grow(const serinus::test::Wish& wish) {
    const auto block = author.build(wish);
    import(block);
    return primitives::header_hash(block.block.header);
}

void TestNode::import(const primitives::SignedBlock& block) {
    const auto outcome = client->import(block, chain::BlockOrigin::kNetworkBroadcast);
    SERINUS_ASSERT(outcome.has_value());
    SERINUS_ASSERT(outcome->kind == chain::ImportOutcome::Kind::kImported);
}

std::string quoted(BytesView bytes) { return "\"" + to_hex_prefixed(bytes) + "\""; }

}  // namespace serinus::rpc::test
