#include "rpc/methods/upward_messages.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "codec/scale.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;

json::value origin_of(uint32_t para) { return json::object{{"Ump", json::object{{"Para", para}}}}; }

/// Messages one after the other, each behind its header: length, and whether it is processed.
struct Heap {
    Bytes bytes;
    size_t last = 0;  ///< where the header of the last one begins
    size_t payload = 0;
};

Heap heap_of(const std::vector<Bytes>& messages) {
    Heap out;
    for (const Bytes& message : messages) {
        out.last = out.bytes.size();
        append(out.bytes, scale::encode(std::pair(static_cast<uint32_t>(message.size()), false)));
        append(out.bytes, message);
        out.payload += message.size();
    }
    return out;
}

}  // namespace

Result<metadata::StorageValues, std::string> queue_of_upward_messages(const metadata::Metadata& metadata,
                                                                      const UpwardMessages& messages) {
    if (metadata.find_pallet("MessageQueue") == nullptr) {
        return Err(std::string("the chain has no pallet MessageQueue, which upward messages go to"));
    }
    json::array books, pages;
    std::vector<uint32_t> paras;
    for (const auto& [para, list] : messages) paras.push_back(para);
    for (size_t i = 0; i < paras.size(); ++i) {
        const uint32_t para = paras[i];
        const Heap heap = heap_of(messages.at(para));
        const size_t count = messages.at(para).size();
        // The queues that have something stand in a ring.
        const json::value previous = origin_of(paras[(i + paras.size() - 1) % paras.size()]);
        const json::value next = origin_of(paras[(i + 1) % paras.size()]);
        books.push_back(json::array{json::array{origin_of(para)},
                                    json::object{{"begin", 0},
                                                 {"end", 1},
                                                 {"count", 1},
                                                 {"ready_neighbours", json::object{{"prev", previous}, {"next", next}}},
                                                 {"message_count", count},
                                                 {"size", heap.payload}}});
        pages.push_back(
            json::array{json::array{origin_of(para), 0}, json::object{{"remaining", count},
                                                                      {"remaining_size", heap.payload},
                                                                      {"first_index", 0},
                                                                      {"first", 0},
                                                                      {"last", heap.last},
                                                                      {"heap", to_hex_prefixed(heap.bytes)}}});
    }
    json::object queue{{"BookStateFor", std::move(books)}, {"Pages", std::move(pages)}};
    if (!paras.empty()) queue["ServiceHead"] = origin_of(paras.front());
    return metadata::encode_storage(metadata, json::object{{"MessageQueue", std::move(queue)}});
}

}  // namespace serinus::rpc
