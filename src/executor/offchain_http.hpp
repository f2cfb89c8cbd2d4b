/// HTTP as offchain workers see it: requests by number, filled in steps, answered in the background.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "codec/codec.hpp"
#include "codec/option.hpp"

namespace serinus::executor {

using HttpRequestId = uint16_t;
/// Milliseconds since 1970; nullopt waits without end.
using HttpDeadline = std::optional<uint64_t>;

/// The values are those on the wire. Observed: HttpError of sp-core 34.0.0 counts from 1, other than defn-http-error,
/// and runtimes expect that.
enum class HttpError : uint8_t {
    kDeadlineReached = 1,
    kIoError = 2,
    kInvalid = 3,  ///< no such request, or its state does not allow the operation
};

/// The state of a request. Spec: defn-http-status-code
struct HttpStatus {
    enum class Kind : uint8_t { kDeadlineReached = 0, kIoError = 1, kInvalid = 2, kFinished = 3 };

    Kind kind = Kind::kInvalid;
    uint16_t code = 0;  ///< HTTP status, if kFinished

    friend bool operator==(const HttpStatus&, const HttpStatus&) = default;
};

using HttpHeaders = std::vector<std::pair<Bytes, Bytes>>;

/// The requests of one run of an offchain worker. One thread at a time calls; answers come in the background.
/// Observed: HttpApi of sc-offchain 36.0.0
class OffchainHttp {
  public:
    virtual ~OffchainHttp() = default;

    /// Begins a request and returns its number. nullopt: a character in the method or the URI is not allowed, or there
    /// are too many requests.
    virtual std::optional<HttpRequestId> start(std::string_view method, std::string_view uri) = 0;
    /// Adds a header. False: no such request, its body was begun, or a character is not allowed.
    virtual bool add_header(HttpRequestId id, std::string_view name, std::string_view value) = 0;
    /// Adds to the body; an empty chunk ends it and sends the request. After that: kInvalid.
    virtual Result<void, HttpError> write_body(HttpRequestId id, BytesView chunk, HttpDeadline deadline) = 0;
    /// Sends the requests that were not sent yet and waits for all answers. Failed requests are forgotten. A requested
    /// stop ends the wait as the deadline does.
    virtual std::vector<HttpStatus> wait(std::span<const HttpRequestId> ids, HttpDeadline deadline,
                                         const std::stop_token& stop) = 0;
    /// The headers of an answer that has arrived; empty before.
    virtual HttpHeaders response_headers(HttpRequestId id) = 0;
    /// The next bytes of the answer's body; 0 at its end, after which the request is forgotten, as after kIoError.
    /// `stop` as for wait().
    virtual Result<uint32_t, HttpError> read_body(HttpRequestId id, MutableBytesView buffer, HttpDeadline deadline,
                                                  const std::stop_token& stop) = 0;
};

}  // namespace serinus::executor

template <>
struct serinus::scale::Codec<serinus::executor::HttpStatus> {
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    using Status = serinus::executor::HttpStatus;
    static size_t size(const Status& status) { return status.kind == Status::Kind::kFinished ? 3 : 1; }
    static void write(Encoder& out, const Status& status) {
        out.byte(static_cast<uint8_t>(status.kind));
        if (status.kind == Status::Kind::kFinished) encode_to(out, status.code);
    }
};
