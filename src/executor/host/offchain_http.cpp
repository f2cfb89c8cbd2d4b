/// `ext_offchain_http_*`
/// Spec: sect-offchain-api
#include "executor/offchain_http.hpp"

#include "codec/sequence.hpp"
#include "executor/host/convert.hpp"
#include "executor/offchain.hpp"

namespace serinus::executor::host {
namespace {

using scale::Unit;
using Deadline = Scale<HttpDeadline>;

HostResult<OffchainHttp*> http_of(const HostCall& call) {
    OffchainServices* all = call.context.offchain;
    ENSURE(all != nullptr && all->http != nullptr, "HTTP is not available in this context");
    return all->http.get();
}

HostResult<std::string_view> text_of(BytesView bytes) {
    ENSURE(scale::is_utf8(bytes), "a text is not UTF-8");
    return as_text(bytes);
}

/// Spec: id-ext_offchain_http_request_start
HostResult<Scale<Result<HttpRequestId, Unit>>> start(HostCall& call, BytesView method, BytesView uri,
                                                     BytesView /*meta*/) {
    using Answer = Result<HttpRequestId, Unit>;
    TRY_ASSIGN(const std::string_view method_text, text_of(method));
    TRY_ASSIGN(const std::string_view uri_text, text_of(uri));
    const auto id = TRY(http_of(call))->start(method_text, uri_text);
    return Scale<Answer>(id ? Answer(*id) : Answer(Unit()));
}

/// Spec: id-ext_offchain_http_request_add_header
HostResult<Scale<Result<void, Unit>>> add_header(HostCall& call, uint32_t id, BytesView name, BytesView value) {
    using Answer = Result<void, Unit>;
    TRY_ASSIGN(const std::string_view name_text, text_of(name));
    TRY_ASSIGN(const std::string_view value_text, text_of(value));
    const bool added = TRY(http_of(call))->add_header(static_cast<HttpRequestId>(id), name_text, value_text);
    return Scale<Answer>(added ? Answer() : Answer(Unit()));
}

/// Spec: id-ext_offchain_http_request_write_body
HostResult<Scale<Result<void, HttpError>>> write_body(HostCall& call, uint32_t id, BytesView chunk,
                                                      const Deadline& deadline) {
    using Answer = Result<void, HttpError>;
    return Scale<Answer>(TRY(http_of(call))->write_body(static_cast<HttpRequestId>(id), chunk, deadline.value));
}

/// Spec: id-ext_offchain_http_response_wait
HostResult<Scale<std::vector<HttpStatus>>> wait(HostCall& call, const Scale<std::vector<HttpRequestId>>& ids,
                                                const Deadline& deadline) {
    auto statuses = TRY(http_of(call))->wait(ids.value, deadline.value, call.stop);
    ENSURE(!call.stop.stop_requested(), HostError::interrupted());
    return Scale<std::vector<HttpStatus>>(std::move(statuses));
}

/// Spec: id-ext_offchain_http_response_headers
HostResult<Scale<HttpHeaders>> headers(HostCall& call, uint32_t id) {
    return Scale<HttpHeaders>(TRY(http_of(call))->response_headers(static_cast<HttpRequestId>(id)));
}

/// Spec: id-ext_offchain_http_response_read_body
HostResult<Scale<Result<uint32_t, HttpError>>> read_body(HostCall& call, uint32_t id, MutableBytesView buffer,
                                                         const Deadline& deadline) {
    using Answer = Result<uint32_t, HttpError>;
    Answer read = TRY(http_of(call))->read_body(static_cast<HttpRequestId>(id), buffer, deadline.value, call.stop);
    ENSURE(!call.stop.stop_requested(), HostError::interrupted());
    return Scale<Answer>(std::move(read));
}

constexpr HostFunctionEntry kOffchainHttpFunctions[] = {
    {"ext_offchain_http_request_start_version_1", wrap<&start>},
    {"ext_offchain_http_request_add_header_version_1", wrap<&add_header>},
    {"ext_offchain_http_request_write_body_version_1", wrap<&write_body>},
    {"ext_offchain_http_response_wait_version_1", wrap<&wait>},
    {"ext_offchain_http_response_headers_version_1", wrap<&headers>},
    {"ext_offchain_http_response_read_body_version_1", wrap<&read_body>},
};

}  // namespace

std::span<const HostFunctionEntry> offchain_http_functions() { return kOffchainHttpFunctions; }

}  // namespace serinus::executor::host
