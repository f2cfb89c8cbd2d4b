#include "tests/pvf/hostile_modules.hpp"

#include "executor/runtime_code.hpp"
#include "pvf/module_under_test.hpp"
#include "tests/pvf/curve_modules.hpp"

namespace serinus::test {
namespace {

using pvf::parachain_code;

constexpr std::string_view kNothing = "(i64.const 0xc00000000)";  // 12 zeros at 0: an empty result
constexpr uint64_t kShortMs = 300;

std::string repeated(std::string_view text, size_t times) {
    std::string out;
    out.reserve(text.size() * times);
    for (size_t i = 0; i < times; ++i) out += text;
    return out;
}

/// An import of a host function.
std::string host(std::string_view name, std::string_view type, std::string_view as = "$f") {
    return "(import \"env\" \"" + std::string(name) + "\" (func " + std::string(as) + " " + std::string(type) + "))";
}

std::string output_at(uint32_t at, uint32_t size) {
    return "(i64.const " + std::to_string(uint64_t{at} | uint64_t{size} << 32) + ")";
}

/// Calls itself as often as its argument says, through frames of one local and three operands.
std::string deep(uint32_t calls) { return "(drop (call $deep (i32.const " + std::to_string(calls) + ")))"; }
constexpr std::string_view kDeep =
    "(func $deep (param i32) (result i32) (local i64) (if (result i32) (local.get 0) (then (i32.add (i32.const 1) "
    "(call $deep (i32.sub (local.get 0) (i32.const 1))))) (else (i32.const 0))))";

/// A module from its sections, for forms without a text.
Bytes leb(uint64_t value) {
    Bytes out;
    for (; value >= 0x80; value >>= 7) out.push_back(static_cast<uint8_t>(value | 0x80));
    out.push_back(static_cast<uint8_t>(value));
    return out;
}

const ByteArray<8> kPreamble = {0, 'a', 's', 'm', 1, 0, 0, 0};

Bytes section(uint8_t id, BytesView content) { return concat(Bytes{id}, leb(content.size()), content); }

/// The code of many functions, each with a body of its own that does something.
std::string many_functions(size_t count, size_t stores) {
    std::string out;
    for (size_t i = 0; i < count; ++i) {
        out += "(func (param i32) " +
               repeated("(i32.store (local.get 0) (i32.mul (local.get 0) (i32.const 77)))", stores) + ")";
    }
    return out;
}

/// A body that opens so many blocks in each other.
Bytes nested_blocks(size_t depth) {
    Bytes body = {0};
    for (size_t i = 0; i < depth; ++i) append(body, Bytes{0x02, 0x40});
    for (size_t i = 0; i < depth; ++i) body.push_back(0x0b);
    append(body, Bytes{0x42, 0x00, 0x0b});
    const Bytes code = concat(Bytes{1}, leb(body.size()), body);
    return concat(kPreamble, section(1, Bytes{1, 0x60, 2, 0x7f, 0x7f, 1, 0x7e}), section(3, Bytes{1, 0}),
                  section(10, code));
}

/// A function with more bytes than engines take.
Bytes large_function(size_t bytes) {
    Bytes body(bytes, 0x01);  // nop
    body.front() = 0;
    body.back() = 0x0b;
    const Bytes code = concat(Bytes{1}, leb(body.size()), body);
    return concat(kPreamble, section(1, Bytes{1, 0x60, 0, 0}), section(3, Bytes{1, 0}), section(10, code));
}

Bytes many_locals(uint32_t count) {
    const Bytes body = concat(Bytes{1}, leb(count), Bytes{0x7f, 0x0b});
    const Bytes code = concat(Bytes{1}, leb(body.size()), body);
    return concat(kPreamble, section(1, Bytes{1, 0x60, 0, 0}), section(3, Bytes{1, 0}), section(10, code));
}

class List {
  public:
    List() {
        add_loops();
        add_stacks();
        add_memories();
        add_outputs();
        add_shapes();
        add_imports();
        add_host_calls();
        add_bytes();
        add_features();
        for (HostileModule& module : curve_modules()) modules.push_back(std::move(module));
    }
    std::vector<HostileModule> modules;

  private:
    HostileModule& add(std::string name, Bytes code, Expected expected) {
        modules.push_back({.name = std::move(name), .code = std::move(code), .expected = expected});
        return modules.back();
    }
    void add_endless(std::string name, Bytes code) {
        add(std::move(name), std::move(code), Expected::kTimedOut).timeout_ms = kShortMs;
    }

    void add_loops() {
        add_endless("an endless loop", parachain_code("(loop $l (br $l)) (i64.const 0)"));
        add_endless("an endless loop that calls",
                    parachain_code("(loop $l (call $g) (br $l)) (i64.const 0)", "(func $g)"));
        add_endless("an endless loop of a table",
                    parachain_code("(loop $l (br_table $l $l $l (local.get 1))) (i64.const 0)"));
        add_endless("an endless loop that hashes",
                    parachain_code("(loop $l (drop (call $f (i64.const 0x1000000000000))) (br $l)) (i64.const 0)", "",
                                   host("ext_hashing_blake2_256_version_1", "(param i64) (result i32)")));
        add_endless("an endless loop that grows its memory",
                    parachain_code("(loop $l (drop (memory.grow (i32.const 1))) (br $l)) (i64.const 0)"));
        add_endless("an endless loop of divisions",
                    parachain_code("(loop $l (drop (i64.div_u (i64.const -1) (i64.extend_i32_u (i32.add (local.get 1) "
                                   "(i32.const 3))))) (br $l)) (i64.const 0)"));
        add_endless(
            "an endless loop that writes everywhere",
            parachain_code("(local $i i32) (drop (memory.grow (i32.const 2060))) (loop $l (i64.store (local.get $i) "
                           "(i64.const -1)) (local.set $i (i32.rem_u (i32.add (local.get $i) (i32.const 4096)) "
                           "(i32.const 136314880))) (br $l)) (i64.const 0)"));
        add_endless(
            "an endless loop that logs",
            parachain_code("(loop $l (call $f (i32.const 0) (i64.const 0x400000000) (i64.const 0x400000000)) (br $l)) "
                           "(i64.const 0)",
                           "", host("ext_logging_log_version_1", "(param i32 i64 i64)")));
        add_endless("an endless start function", parachain_code(kNothing, "(func $s (loop $l (br $l))) (start $s)"));
        add_endless(
            "a loop that would take centuries",
            parachain_code("(local $i i64) (loop $l (local.set $i (i64.add (local.get $i) (i64.const 1))) (br_if $l "
                           "(i64.ne (local.get $i) (i64.const 0)))) (i64.const 0)"));
    }

    void add_stacks() {
        add("recursion without end", parachain_code("(call $g)", "(func $g (result i64) (call $g))"),
            Expected::kInvalid);
        add("recursion of two",
            parachain_code("(call $g)", "(func $g (result i64) (call $h)) (func $h (result i64) (call $g))"),
            Expected::kInvalid);
        add("recursion through the table",
            parachain_code(
                "(call_indirect (type $t) (i32.const 0))",
                "(type $t (func (result i64))) (table 1 funcref) (elem (i32.const 0) $g) (func $g (result i64) "
                "(call_indirect (type $t) (i32.const 0)))"),
            Expected::kInvalid);
        add("recursion of the entry", parachain_code("(call 0 (local.get 0) (local.get 1))"), Expected::kInvalid);
        add("recursion with many locals",
            parachain_code("(call $g)", "(func $g (result i64) (local " + repeated("i64 ", 40'000) + ") (call $g))"),
            Expected::kInvalid);
        add("a frame that is larger than the stack",
            parachain_code("(call $g)", "(func $g (result i64) (local " + repeated("i64 ", 49'000) +
                                            ") (call $h)) "
                                            "(func $h (result i64) (local " +
                                            repeated("i64 ", 20'000) + ") (i64.const 0xc00000000))"),
            Expected::kInvalid);
        // 65,536 units: the entry costs 3 (2, and the height of its operands), each frame of $deep 6 (2, a local, 3).
        add("a stack that just fits", parachain_code(deep(10'000) + std::string(kNothing), kDeep), Expected::kValid);
        add("a stack that is far too deep", parachain_code(deep(20'000) + std::string(kNothing), kDeep),
            Expected::kInvalid);
        add("a stack that the session allows", parachain_code(deep(20'000) + std::string(kNothing), kDeep),
            Expected::kValid)
            .params = {pvf::StackLogicalMax{2 * 65'536}};
        add("a stack that the session forbids", parachain_code(deep(1000) + std::string(kNothing), kDeep),
            Expected::kInvalid)
            .params = {pvf::StackLogicalMax{1024}};
        add("deep expressions",
            parachain_code(repeated("i32.const 1 ", 20'000) + repeated("i32.add ", 19'999) + "drop " +
                           std::string(kNothing)),
            Expected::kValid);
    }

    void add_memories() {
        const auto with_memory = [](std::string_view memory, std::string_view body = kNothing) {
            return wat("(module " + std::string(memory) +
                       "(global (export \"__heap_base\") i32 (i32.const 1024)) (func (export \"validate_block\") "
                       "(param i32 i32) (result i64) " +
                       std::string(body) + "))");
        };
        add("a memory that is too large from the start", with_memory("(memory (export \"memory\") 2081)"),
            Expected::kInvalid);
        add("a memory of 4 GiB", with_memory("(memory (export \"memory\") 65536)"), Expected::kInvalid);
        add("the largest memory", with_memory("(memory (export \"memory\") 2080)"), Expected::kValid);
        add("a larger memory that the session allows", with_memory("(memory (export \"memory\") 3000)"),
            Expected::kValid)
            .params = {pvf::MaxMemoryPages{4000}};
        add("a memory that grows beyond what it states",
            with_memory(
                "(memory (export \"memory\") 20 20)",
                "(if (i32.eq (memory.grow (i32.const 5)) (i32.const -1)) (then unreachable)) (i64.const 0xc00000000)"),
            Expected::kValid);
        add("a memory that grows beyond the limit",
            with_memory("(memory (export \"memory\") 20)",
                        "(if (i32.eq (memory.grow (i32.const 2061)) (i32.const -1)) (then unreachable)) (i64.const 0)"),
            Expected::kInvalid);
        add("an access beyond the memory", parachain_code("(i64.load (i32.const 1310713))"), Expected::kInvalid);
        add("an access with an offset beyond 4 GiB", parachain_code("(i64.load offset=4294967295 (i32.const -1))"),
            Expected::kInvalid);
        add("all memory written",
            parachain_code("(local $i i32) (drop (memory.grow (i32.const 2060))) (loop $l (i64.store (local.get $i) "
                           "(i64.const 0)) "
                           "(local.set $i (i32.add (local.get $i) (i32.const 64))) (br_if $l (i32.lt_u (local.get $i) "
                           "(i32.const 136314880)))) (i64.const 0xc00000000)"),
            Expected::kValid);
        add("data beyond the memory", parachain_code(kNothing, "(data (i32.const 1310719) \"ab\")"),
            Expected::kInvalid);
        add("elements beyond the table",
            parachain_code(kNothing, "(table 1 funcref) (elem (i32.const 1) $g) (func $g)"), Expected::kInvalid);
        add("a huge table", parachain_code(kNothing, "(table 10000000 funcref)"), Expected::kValid);
        add("a larger table", parachain_code(kNothing, "(table 100000000 funcref)"), Expected::kValid);
        add("a table that is too large", parachain_code(kNothing, "(table 200000001 funcref)"), Expected::kRefused)
            .is_bound_of_ours = true;
        add("the largest table", parachain_code(kNothing, "(table 4294967295 funcref)"), Expected::kRefused)
            .is_bound_of_ours = true;
        add("two memories", wat("(module (memory 1) (memory 1))"), Expected::kRefused);
    }

    void add_outputs() {
        add("an output beyond the memory", parachain_code(output_at(1'310'719, 2)), Expected::kInvalid);
        add("an output of 4 GiB", parachain_code(output_at(0, UINT32_MAX)), Expected::kInvalid);
        add("an output whose end wraps around", parachain_code(output_at(UINT32_MAX, UINT32_MAX)), Expected::kInvalid);
        add("an output that does not decode",
            parachain_code("(i64.store (i32.const 0) (i64.const -1)) " + output_at(0, 8)), Expected::kInvalid);
        add("no output", parachain_code("(i64.const 0)"), Expected::kInvalid);
        add("bytes behind the output", parachain_code(output_at(0, 10'000)), Expected::kValid);
        // head "", no code, 16,385 (compact 05 00 01 00) empty upward messages.
        add("too many messages",
            parachain_code("(i64.store (i32.const 2) (i64.const 0x00010006)) " + output_at(0, 70'000)),
            Expected::kInvalid);
        add("as many messages as there may be",
            parachain_code("(i64.store (i32.const 2) (i64.const 0x00010002)) " + output_at(0, 70'000)),
            Expected::kValid);
        // Compact of 100,000,000: 0x17d78402 with mode 2.
        add("a head of 100 MB",
            parachain_code("(drop (memory.grow (i32.const 2000))) (i64.store (i32.const 0) (i64.const 0x17d78402)) " +
                           output_at(0, 100'000'020)),
            Expected::kValid);
        add("a head that is longer than the output",
            parachain_code("(i64.store (i32.const 0) (i64.const 0xfffffffe)) " + output_at(0, 100)),
            Expected::kInvalid);
    }

    void add_shapes() {
        const auto module = [](std::string_view fields) { return wat("(module " + std::string(fields) + ")"); };
        const std::string memory = "(memory (export \"memory\") 20) ";
        const std::string heap = "(global (export \"__heap_base\") i32 (i32.const 65536)) ";
        const std::string entry =
            "(func (export \"validate_block\") (param i32 i32) (result i64) (i64.const 0xc00000000)) ";
        add("an empty module", module(""), Expected::kInvalid);
        add("no entry", module(memory + heap), Expected::kInvalid);
        add("an entry of another type",
            module(memory + heap + "(func (export \"validate_block\") (param i64) (result i64) (i64.const 0))"),
            Expected::kInvalid);
        add("an entry that is no function",
            module(memory + heap + "(global (export \"validate_block\") i32 (i32.const 0))"), Expected::kInvalid);
        add("no heap base", module(memory + entry), Expected::kInvalid);
        add("a heap base of another type",
            module(memory + entry + "(global (export \"__heap_base\") i64 (i64.const 65536))"), Expected::kInvalid);
        add("a heap base at the end of the addresses",
            module(memory + entry + "(global (export \"__heap_base\") i32 (i32.const -1))"), Expected::kInvalid);
        add("a heap base of zero", module(memory + entry + "(global (export \"__heap_base\") i32 (i32.const 0))"),
            Expected::kInvalid);
        add("no memory", module(heap + entry), Expected::kInvalid);
        add("a memory under another name", module("(memory (export \"other\") 20) " + heap + entry),
            Expected::kInvalid);
        add("a start function that traps", module(memory + heap + entry + "(func $s unreachable) (start $s)"),
            Expected::kInvalid);
        add("a start function that recurses", module(memory + heap + entry + "(func $s (call $s)) (start $s)"),
            Expected::kInvalid);
        add("a start function that calls the host",
            module(host("ext_hashing_twox_64_version_1", "(param i64) (result i32)") + memory + heap + entry +
                   "(func $s (drop (call $f (i64.const 0)))) (start $s)"),
            Expected::kInvalid);
        add("a start function that grows the memory",
            module(memory + heap + entry + "(func $s (drop (memory.grow (i32.const 100)))) (start $s)"),
            Expected::kValid);
        add("an export twice", module(memory + heap + entry + "(export \"memory\" (func 0))"), Expected::kRefused);
    }

    void add_imports() {
        add("an import of another module", parachain_code(kNothing, "", R"((import "wasi" "exit" (func)))"),
            Expected::kUnlinked);
        add("a host function of another type",
            parachain_code(kNothing, "", host("ext_hashing_twox_64_version_1", "(param i64) (result i64)")),
            Expected::kUnlinked);
        add("an import of a global", parachain_code(kNothing, "", R"((import "env" "g" (global i32)))"),
            Expected::kRefused);
        add("an import of a global before a variable",
            parachain_code(kNothing, "(global (mut i32) (i32.const 1))", R"((import "env" "g" (global i32)))"),
            Expected::kUnlinked);
        add("an import of a table", parachain_code(kNothing, "", R"((import "env" "t" (table 1 funcref)))"),
            Expected::kUnlinked);
        add("an import of a memory",
            wat("(module (import \"env\" \"memory\" (memory 20)) (global (export \"__heap_base\") i32 (i32.const "
                "65536)) "
                "(func (export \"validate_block\") (param i32 i32) (result i64) (i64.const 0xc00000000)))"),
            Expected::kValid);
        add("a missing function that is not called", parachain_code(kNothing, "", host("nobody_has_it", "(param f64)")),
            Expected::kValid);
        add("a missing function that is called",
            parachain_code("(call $f) (i64.const 0xc00000000)", "", host("nobody_has_it", "")), Expected::kInvalid);
        for (const auto* name : {"ext_storage_get_version_1", "ext_offchain_random_seed_version_1",
                                 "ext_offchain_timestamp_version_1", "ext_panic_handler_abort_on_panic_version_1"}) {
            add(std::string(name) + " called",
                parachain_code("(drop (call $f (i64.const 0))) (i64.const 0xc00000000)", "",
                               host(name, "(param i64) (result i64)")),
                Expected::kInvalid);
        }
        add("keys asked for",
            parachain_code("(drop (call $f (i32.const 0))) (i64.const 0xc00000000)", "",
                           host("ext_crypto_sr25519_public_keys_version_1", "(param i32) (result i64)")),
            Expected::kInvalid);
    }

    void add_host_calls() {
        const std::string malloc = host("ext_allocator_malloc_version_1", "(param i32) (result i32)", "$malloc");
        const std::string free = host("ext_allocator_free_version_1", "(param i32)", "$free");
        add("allocating until nothing is left",
            parachain_code("(loop $l (drop (call $malloc (i32.const 33554432))) (br $l)) (i64.const 0)", "", malloc),
            Expected::kInvalid);
        add("an allocation that is too large",
            parachain_code("(drop (call $malloc (i32.const 33554433))) (i64.const 0xc00000000)", "", malloc),
            Expected::kInvalid);
        add("freeing what was not allocated",
            parachain_code("(call $free (i32.const 8)) (i64.const 0xc00000000)", "", free), Expected::kInvalid);
        add("freeing twice",
            parachain_code(
                "(local $p i32) (local.set $p (call $malloc (i32.const 8))) (call $free (local.get $p)) (call $free "
                "(local.get $p)) (i64.const 0xc00000000)",
                "", malloc + free),
            Expected::kInvalid);
        add("an overwritten header",
            parachain_code(
                "(local $p i32) (local.set $p (call $malloc (i32.const 8))) (i64.store (i32.sub (local.get $p) "
                "(i32.const 8)) (i64.const -1)) (call $free (local.get $p)) (drop (call $malloc (i32.const 8))) "
                "(i64.const 0xc00000000)",
                "", malloc + free),
            Expected::kInvalid);
        add("a host function on all of 4 GiB",
            parachain_code("(drop (call $f (i64.const -1))) (i64.const 0xc00000000)", "",
                           host("ext_hashing_keccak_256_version_1", "(param i64) (result i32)")),
            Expected::kInvalid);
        add("a trie of garbage",
            parachain_code(
                "(i64.store (i32.const 0) (i64.const -1)) (drop (call $f (i64.const 0x800000000))) (i64.const 0)", "",
                host("ext_trie_blake2_256_root_version_1", "(param i64) (result i32)")),
            Expected::kInvalid);
        add("a message of another level",
            parachain_code("(call $f (i32.const 77) (i64.const 0) (i64.const 0)) (i64.const 0xc00000000)", "",
                           host("ext_logging_log_version_1", "(param i32 i64 i64)")),
            Expected::kInvalid);
        add("a batch that is closed before it is opened",
            parachain_code("(drop (call $f)) (i64.const 0xc00000000)", "",
                           host("ext_crypto_finish_batch_verify_version_1", "(result i32)")),
            Expected::kInvalid);
        add("a division by zero", parachain_code("(i64.rem_s (i64.const 1) (i64.const 0))"), Expected::kInvalid);
        add("a conversion of no number", parachain_code("(i64.trunc_f64_s (f64.div (f64.const 0) (f64.const 0)))"),
            Expected::kInvalid);
        // The bits of a NaN become the head: 8 bytes, compact 0x20.
        add("the bits of a NaN",
            parachain_code(
                "(i32.store8 (i32.const 0) (i32.const 0x20)) (f64.store (i32.const 1) (f64.div (f64.const -0) "
                "(f64.const 0))) " +
                output_at(0, 64)),
            Expected::kValid);
        add("the level of the log as the head",
            parachain_code(
                "(i32.store8 (i32.const 0) (i32.const 0x10)) (i32.store (i32.const 1) (call $f)) " + output_at(0, 64),
                "", host("ext_logging_max_level_version_1", "(result i32)")),
            Expected::kValid);
        add("the size of the memory as the head",
            parachain_code("(i32.store8 (i32.const 0) (i32.const 0x10)) (drop (call $malloc (i32.const 2000000))) "
                           "(i32.store (i32.const 1) "
                           "(memory.size)) " +
                               output_at(0, 64),
                           "", malloc),
            Expected::kValid);
        add("the address of an allocation as the head",
            parachain_code(
                "(i32.store8 (i32.const 0) (i32.const 0x10)) (i32.store (i32.const 1) (call $malloc (i32.const 77))) " +
                    output_at(0, 64),
                "", malloc),
            Expected::kValid);
        add("block data that cannot be decompressed", parachain_code(kNothing), Expected::kInvalid).block_data = {
            0x52, 0xbc, 0x53, 0x76, 0x46, 0xdb, 0x8e, 0x05, 1, 2, 3};
        add("block data that is a bomb", parachain_code(kNothing), Expected::kInvalid).block_data =
            executor::compress_code(Bytes((size_t{40} << 20) + 1));
        add("compressed block data", parachain_code(kNothing), Expected::kValid).block_data =
            executor::compress_code(Bytes(1 << 20));
    }

    void add_bytes() {
        const Bytes good = parachain_code(kNothing);
        add("no code", {}, Expected::kRefused);
        add("garbage", to_bytes(as_bytes("this is no code")), Expected::kRefused);
        add("a module of version 2", concat(ByteArray<8>{0, 'a', 's', 'm', 2, 0, 0, 0}), Expected::kRefused);
        add("half a module", to_bytes(BytesView(good).first(good.size() / 2)), Expected::kRefused);
        add("compressed code", executor::compress_code(good), Expected::kValid);
        Bytes cut = executor::compress_code(good);
        cut.pop_back();
        add("compressed code that is cut", cut, Expected::kRefused);
        Bytes longer = executor::compress_code(good);
        longer.push_back(7);
        add("bytes behind compressed code", longer, Expected::kRefused);
        add("a bomb of zeros", executor::compress_code(Bytes((size_t{20} << 20) + 1)), Expected::kRefused);
        add("the largest zeros", executor::compress_code(Bytes(size_t{20} << 20)), Expected::kRefused);
        add("16 MB of code", parachain_code(kNothing, many_functions(4000, 410)), Expected::kValid).timeout_ms = 10'000;
        add("100,000 functions", parachain_code(kNothing, repeated("(func)", 100'000)), Expected::kValid);
        add("a function of 8 MB", large_function(8'000'000), Expected::kInvalid);
        add("a long name", parachain_code(kNothing, "(func (export \"" + std::string(100'000, 'x') + "\"))"),
            Expected::kValid);
        add("a name that is too long",
            parachain_code(kNothing, "(func (export \"" + std::string(100'001, 'x') + "\"))"), Expected::kRefused);
        add("100,001 imports", parachain_code(kNothing, "", repeated("(import \"env\" \"x\" (func))", 100'001)),
            Expected::kValid);
        add("100,001 pieces of data", parachain_code(kNothing, repeated("(data (i32.const 0) \"\")", 100'001)),
            Expected::kRefused);
        add("1,001 parameters", parachain_code(kNothing, "(func (param " + repeated("i32 ", 1001) + "))"),
            Expected::kRefused);
        add("a branch of 65,520 ways",
            parachain_code("(block $l (br_table " + repeated("$l ", 65'521) +
                           "(local.get 0))) (i64.const 0xc00000000)"),
            Expected::kValid);
        add("a branch of 65,521 ways",
            parachain_code("(block $l (br_table " + repeated("$l ", 65'522) +
                           "(local.get 0))) (i64.const 0xc00000000)"),
            Expected::kRefused);
        add("a million exports",
            parachain_code(
                kNothing, "(func $e)" +
                              [] {
                                  std::string out;
                                  for (int i = 0; i < 300'000; ++i)
                                      out += "(export \"" + std::to_string(i) + "\" (func $e))";
                                  return out;
                              }()),
            Expected::kValid);
        add("more locals than there may be", many_locals(50'001), Expected::kRefused);
        add("locals beyond 32 bits", many_locals(UINT32_MAX), Expected::kRefused);
        add("100,000 blocks in each other", nested_blocks(100'000), Expected::kInvalid);
        add("a function without a body", concat(kPreamble, section(1, Bytes{1, 0x60, 0, 0}), section(3, Bytes{1, 0})),
            Expected::kRefused);
        add("a body that lacks a value", wat("(module (func (result i64)))"), Expected::kRefused);
        add("a call of no function", wat("(module (func (call 7)))"), Expected::kRefused);
        add("sections out of order", concat(kPreamble, section(3, Bytes{0}), section(1, Bytes{0})), Expected::kRefused);
        add("a section that goes on beyond the end", concat(kPreamble, Bytes{1, 0xff, 0xff, 0xff, 0xff, 0x0f}),
            Expected::kRefused);
        add("a million types that are not there", concat(kPreamble, section(1, leb(1'000'000))), Expected::kRefused);
    }

    void add_features() {
        add("the sign extension operators",
            parachain_code("(drop (i32.extend8_s (i32.const 200))) (i64.const 0xc00000000)"), Expected::kRefused);
        const Bytes bulk =
            parachain_code("(memory.fill (i32.const 0) (i32.const 0) (i32.const 8)) (i64.const 0xc00000000)");
        add("bulk memory", bulk, Expected::kRefused);
        add("bulk memory in a session that has it", bulk, Expected::kRefused).params = {pvf::BulkMemory{}};
        add("several values", wat("(module (func (result i32 i32) (i32.const 1) (i32.const 2)))"), Expected::kRefused);
        add("vectors", parachain_code("(drop (v128.const i32x4 0 0 0 0)) (i64.const 0)"), Expected::kRefused);
        add("saturating conversions", parachain_code("(i64.trunc_sat_f64_s (f64.const 1))"), Expected::kRefused);
        add("references", wat("(module (func (drop (ref.null func))))"), Expected::kRefused);
        add("tail calls", parachain_code("(return_call $g)", "(func $g (result i64) (i64.const 0))"),
            Expected::kRefused);
        add("threads", wat("(module (memory 1 1 shared) (func (drop (i32.atomic.load (i32.const 0)))))"),
            Expected::kRefused);
        add("an exported global that can be changed",
            parachain_code(kNothing, "(global (export \"x\") (mut i32) (i32.const 1))"), Expected::kValid);
        add("an extended constant", wat("(module (global i32 (i32.add (i32.const 1) (i32.const 2))))"),
            Expected::kRefused);
    }
};

}  // namespace

const char* to_string(Expected expected) noexcept {
    switch (expected) {
        case Expected::kRefused:
            return "refused";
        case Expected::kUnlinked:
            return "cannot be linked";
        case Expected::kInvalid:
            return "invalid";
        case Expected::kTimedOut:
            return "timed out";
        case Expected::kValid:
            return "valid";
    }
    return "?";
}

const std::vector<HostileModule>& hostile_modules() {
    static const std::vector<HostileModule> kModules = List().modules;
    return kModules;
}

}  // namespace serinus::test
