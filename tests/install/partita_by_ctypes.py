"""What of partita.h the scripts of this folder use, by ctypes."""
import ctypes
import os

Handle = ctypes.c_void_p


def struct(*fields):
    class Struct(ctypes.Structure):
        _fields_ = [('size', ctypes.c_uint64), *fields]

        def __init__(self, **values):
            super().__init__(size=ctypes.sizeof(self), **values)

    return Struct


ClientOptions = struct(('devices', ctypes.c_int32), ('threads', ctypes.c_int32), ('memory_limit', ctypes.c_uint64),
                       ('mpi', ctypes.c_int32), ('deadline', ctypes.c_int32))
ExecuteArgs = struct(('arguments', Handle), ('argument_count', ctypes.c_size_t), ('keep', Handle), ('keep_count', ctypes.c_size_t),
                     ('strict_donation', ctypes.c_int32), ('results', Handle), ('result_count', ctypes.c_size_t), ('done', Handle))


class Partita:
    def __init__(self, path, mode=os.RTLD_LOCAL):
        self.functions = ctypes.CDLL(path, mode=mode)
        self.functions.partita_status_message.restype = ctypes.c_char_p
        self.functions.partita_status_message.argtypes = [Handle]

    def call(self, name, *arguments):
        function = getattr(self.functions, 'partita_' + name)
        function.restype = Handle
        status = function(*arguments)
        if status:
            raise RuntimeError(f'{name}: {self.functions.partita_status_message(status).decode()}')

    def make(self, name, *arguments):
        out = Handle()
        self.call(name, *arguments, ctypes.byref(out))
        return out

    def compile(self, client, text):
        """An executable of the StableHLO program TEXT."""
        text = text.encode() if isinstance(text, str) else text
        program = self.make('program_parse', text, ctypes.c_size_t(len(text)), b'program')
        return self.make('compile', client, self.make('plan_create', client, program, None), None)

    def execute(self, executable, argument, out):
        """Runs a program of one argument and one result, which comes into the array OUT."""
        arguments, results = (Handle * 1)(argument), (Handle * 1)()
        self.call('execute', executable, ctypes.byref(ExecuteArgs(
            arguments=ctypes.cast(arguments, Handle), argument_count=1, results=ctypes.cast(results, Handle), result_count=1)))
        self.call('buffer_to_host', Handle(results[0]), out.ctypes.data_as(Handle), ctypes.c_size_t(out.nbytes))
        return out
