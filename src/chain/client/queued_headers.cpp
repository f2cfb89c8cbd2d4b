#include "chain/client/queued_headers.hpp"

namespace serinus::chain {
namespace {

using primitives::Header;

ChainError too_early() { return {ChainError::Kind::kUnknown, "the parent is not in the chain yet"}; }

/// Blocks of the queue and of the chain. There is no state of the parent to call.
class QueueAncestry final : public Ancestry {
  public:
    QueueAncestry(Client& client, const FindQueued& find) : client_(&client), find_(&find) {}

    Result<std::optional<Header>, ChainError> find_header(const Hash256& hash) override {
        if (auto queued = (*find_)(hash)) return std::optional(std::move(queued->header));
        TRY_ASSIGN(const auto header, client_->find_header(hash));
        return header ? std::optional(*header) : std::nullopt;
    }
    Result<Bytes, ChainError> call_at_parent(std::string_view, BytesView) override { return Err(too_early()); }
    Result<bool, ChainError> parent_has_api(std::string_view) override { return Err(too_early()); }
    Result<std::optional<Bytes>, ChainError> find_aux(BytesView key) override { return client_->find_aux(key); }

  private:
    Client* client_;
    const FindQueued* find_;
};

}  // namespace

Result<HeaderVerdict, ChainError> check_queued_header(Client& client, BlockChecks& checks, const FindQueued& find,
                                                      const BlockId& id, const Header& header) {
    QueueAncestry ancestry(client, find);
    TRY_ASSIGN(const auto parent, ancestry.find_header(header.parent_hash));
    auto queued = find(header.parent_hash);
    std::optional<Bytes> record = queued ? std::move(queued->record) : std::nullopt;
    if (!record) record = TRY(client.find_record(header.parent_hash));  // it may have left the queue meanwhile
    if (!parent || !record) return Err(too_early());
    return checks.begin({*parent, header.parent_hash, *record, header, id.hash}, ancestry);
}

}  // namespace serinus::chain
