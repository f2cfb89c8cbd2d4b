#include "tests/pvf/reference_workers.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/assert.hpp"
#include "hashing/hashing.hpp"
#include "platform/files.hpp"

namespace serinus::test {
namespace {

/// `Duration`: seconds and nanoseconds.
std::tuple<uint64_t, uint32_t> duration_of(uint64_t milliseconds) {
    return {milliseconds / 1000, static_cast<uint32_t>(milliseconds % 1000 * 1'000'000)};
}

uint64_t read_ns(scale::Decoder& in) {
    std::tuple<uint64_t, uint32_t> duration;
    SERINUS_ASSERT(scale::decode_into(in, duration));
    return std::get<0>(duration) * 1'000'000'000 + std::get<1>(duration);
}

template <class T>
T read_value(scale::Decoder& in) {
    T value{};
    SERINUS_ASSERT(scale::decode_into(in, value));
    return value;
}

bool write_all(int file, BytesView bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written <= 0) return false;
        bytes = bytes.subspan(static_cast<size_t>(written));
    }
    return true;
}

bool read_all(int file, MutableBytesView bytes) {
    while (!bytes.empty()) {
        const ssize_t got = ::read(file, bytes.data(), bytes.size());
        if (got <= 0) return false;
        bytes = bytes.subspan(static_cast<size_t>(got));
    }
    return true;
}

}  // namespace

std::unique_ptr<ReferenceWorker> ReferenceWorker::start(const std::string& program, const std::string& command) {
    if (!platform::is_regular_file(program)) return nullptr;
    ::signal(SIGPIPE, SIG_IGN);
    std::unique_ptr<ReferenceWorker> out(new ReferenceWorker);
    out->folder_ = platform::create_temporary_directory("serinus-reference-").value();
    const std::string work = out->folder_ + "/work";
    std::filesystem::create_directory(work);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = out->folder_ + "/socket";
    SERINUS_ASSERT(path.size() < sizeof address.sun_path);
    path.copy(address.sun_path, path.size());
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    SERINUS_ASSERT(::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    SERINUS_ASSERT(::listen(listener, 1) == 0);
    out->process_ = ::fork();
    if (out->process_ == 0) {
        const int nothing = ::open("/dev/null", O_RDWR);
        ::dup2(nothing, 1);
        ::dup2(nothing, 2);
        const char* const arguments[] = {program.c_str(),     command.c_str(), "--socket-path", path.c_str(),
                                         "--worker-dir-path", work.c_str(),    nullptr};
        char* const no_environment[] = {nullptr};
        ::execve(program.c_str(), const_cast<char* const*>(arguments), no_environment);
        ::_exit(127);
    }
    out->socket_ = ::accept(listener, nullptr, nullptr);
    ::close(listener);
    SERINUS_ASSERT(out->socket_ >= 0);
    out->send(Bytes(5));  // `SecurityStatus`: none of its five parts
    return out;
}

std::unique_ptr<ReferenceWorker> ReferenceWorker::start_preparing(const std::string& folder) {
    return start(folder + "/polkadot-prepare-worker", "prepare-worker");
}

std::unique_ptr<ReferenceWorker> ReferenceWorker::start_executing(const std::string& folder,
                                                                  const pvf::ExecutorParams& params) {
    auto out = start(folder + "/polkadot-execute-worker", "execute-worker");
    if (out != nullptr) out->send(scale::encode(params));
    return out;
}

ReferenceWorker::~ReferenceWorker() {
    end();
    std::filesystem::remove_all(folder_);
}

ReferenceWorker::Usage ReferenceWorker::end() {
    if (process_ < 0) return {};
    ::close(socket_);
    int status = 0;
    rusage used{};
    // It ends when its socket does; one that hangs is killed.
    for (int tries = 0; ::wait4(process_, &status, WNOHANG, &used) != process_; ++tries) {
        if (tries == 300) ::kill(process_, SIGKILL);
        ::usleep(10'000);
    }
    process_ = -1;
    const auto ns_of = [](const timeval& time) {
        return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_usec) * 1000;
    };
    return {ns_of(used.ru_utime) + ns_of(used.ru_stime), static_cast<uint64_t>(used.ru_maxrss) << 10};
}

void ReferenceWorker::send(BytesView bytes) const {
    ByteArray<8> size;
    store_le(size.data(), uint64_t{bytes.size()});
    if (write_all(socket_, size)) (void)write_all(socket_, bytes);
}

std::optional<Bytes> ReferenceWorker::receive() const {
    ByteArray<8> size;
    if (!read_all(socket_, size)) return std::nullopt;
    Bytes out(load_le<uint64_t>(size.data()));
    if (!read_all(socket_, out)) return std::nullopt;
    return out;
}

ReferencePrepared ReferenceWorker::prepare(BytesView code, const pvf::ExecutorParams& params, bool is_precheck,
                                           uint32_t bomb_limit, uint64_t timeout_ms) {
    Bytes request = scale::encode(to_bytes(code));
    append(request, scale::encode(std::tuple(bomb_limit, hashing::blake2b_256(code))));
    append(request, scale::encode(params));
    append(request, scale::encode(duration_of(timeout_ms)));
    request.push_back(is_precheck ? 1 : 0);
    send(request);
    const auto answer = receive();
    SERINUS_ASSERT(answer.has_value());
    scale::Decoder in(*answer);
    ReferencePrepared out;
    if (read_value<uint8_t>(in) == 0) {
        out.is_prepared = true;
        out.checksum = read_value<Hash256>(in);
        out.cpu_ns = read_ns(in);
        std::ifstream file(folder_ + "/work/tmp-artifact", std::ios::binary);
        out.artifact.assign(std::istreambuf_iterator<char>(file), {});
        return out;
    }
    constexpr uint8_t kTimedOut = 4, kOutOfMemory = 8;
    out.error = read_value<uint8_t>(in);
    if (out.error != kTimedOut && out.error != kOutOfMemory) out.text = read_value<std::string>(in);
    return out;
}

std::optional<ReferenceExecuted> ReferenceWorker::execute(const ReferencePrepared& prepared,
                                                          const pvf::CandidateInput& input, uint64_t timeout_ms) {
    const std::string path = folder_ + "/work/artifact";
    if (!std::filesystem::exists(path)) {
        std::ofstream file(path, std::ios::binary);
        file.write(reinterpret_cast<const char*>(prepared.artifact.data()),
                   static_cast<std::streamsize>(prepared.artifact.size()));
    }
    constexpr uint32_t kMostProof = 10u << 20;
    constexpr uint8_t kVersion2 = 1, kVersion3 = 2;
    Bytes request = scale::encode(std::tuple(input.parent_head, input.relay_parent_number,
                                             input.relay_parent_storage_root, kMostProof, input.block_data));
    append(request, scale::encode(duration_of(timeout_ms)));
    append(request, scale::encode(prepared.checksum));
    append(request, scale::encode(input.parents.value_or(pvf::ParentsOfV3{})));
    request.push_back(input.parents ? kVersion3 : kVersion2);
    send(request);
    const auto answer = receive();
    if (!answer) return std::nullopt;
    scale::Decoder in(*answer);
    ReferenceExecuted out;
    using Kind = ReferenceExecuted::Kind;
    if (read_value<uint8_t>(in) == 0) {
        switch (read_value<uint8_t>(in)) {
            case 0:
                out.kind = Kind::kValid;
                out.result = scale::encode(read_value<pvf::ValidationResult>(in));
                break;
            case 1:
                out.kind = Kind::kConstruction;
                out.text = read_value<std::string>(in);
                break;
            case 2:
                out.kind = Kind::kInvalid;
                out.text = read_value<std::string>(in);
                break;
            case 3:
                out.kind = Kind::kInvalid;
                out.text = "the proof cannot be decompressed";
                break;
            default:
                out.text = "the artifact is damaged";
        }
        out.cpu_ns = read_ns(in);
        return out;
    }
    switch (read_value<uint8_t>(in)) {
        case 0:
            out.kind = Kind::kTimedOut;
            break;
        case 1:
            out.kind = Kind::kDied;
            out.text = read_value<std::string>(in);
            break;
        case 2:
            out.kind = Kind::kDied;
            out.text = "job error";
            break;
        default:
            out.text = "internal error";
    }
    return out;
}

}  // namespace serinus::test
